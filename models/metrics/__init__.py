"""What a manager asks of deals and people, each figure as docs/metrics.md defines it.

Every function takes a session and a `Scope` (whose deals are counted) and looks at rows of that company only.
"""

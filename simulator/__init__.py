"""A local LINE Platform with a chat page, so that nothing needs a LINE account.

Never part of production: nothing imports it, and only `python -m simulator` starts it.
"""

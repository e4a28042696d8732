"""The tables of Jod, and the rules that belong to one table."""

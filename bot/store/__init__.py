"""The database.

All SQL lives here and no row leaves: frozen nouns go in and come out. Called by newsroom
and delivery.
"""

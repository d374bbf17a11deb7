"""Bytes -> Items: fetching politely and reading feeds, Hugo posts, JSON lines and OPML.

Called by newsroom.
"""

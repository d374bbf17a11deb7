"""Door: Telegram handlers.

Each reads its arguments, calls one verb of the newsroom and replies.
"""

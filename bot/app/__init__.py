"""Builds the house: the only place that knows every room.

`cli` opens a `House` for a piece of work at the terminal and calls `run` for
the bot itself. Nothing here decides anything about briefs; it connects and
starts.
"""

from bot.app.house import House, open_house
from bot.app.post import Post, open_post, publish_and_send
from bot.app.running import Role, listening, run, sending, stop_on_signals

__all__ = [
    "House",
    "Post",
    "Role",
    "listening",
    "open_house",
    "open_post",
    "publish_and_send",
    "run",
    "sending",
    "stop_on_signals",
]

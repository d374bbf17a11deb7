"""Messages -> the world: telegram, console.

Each turns its outside errors into ours. Called by delivery.
"""

from bot.channels.channel import Channel, Presence
from bot.channels.pace import Limits, Pace
from bot.channels.paced_bot import PacedBot
from bot.channels.registry import Outfit, open_channels
from bot.channels.shared_bucket import open_shared_bucket
from bot.channels.telegram import open_transport

__all__ = [
    "Channel",
    "Limits",
    "Outfit",
    "Pace",
    "PacedBot",
    "Presence",
    "open_channels",
    "open_shared_bucket",
    "open_transport",
]

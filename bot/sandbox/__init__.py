"""A local Telegram: the Bot API over real HTTP, and a chat page to look at it.

The real bot connects to it through `TELEGRAM_API_URL`. It serves the demo, the
tests, and anyone who develops a template. `run_sandbox` starts it, `Client`
plays the people in it.
"""

from bot.sandbox.client import Client
from bot.sandbox.limits import EXACT, GENEROUS, Limits
from bot.sandbox.seen import Message
from bot.sandbox.server import BOT_USERNAME, SANDBOX_TOKEN, create_sandbox, new_sandbox, run_sandbox
from bot.sandbox.state import Sandbox, Switches

__all__ = [
    "BOT_USERNAME",
    "EXACT",
    "GENEROUS",
    "SANDBOX_TOKEN",
    "Client",
    "Limits",
    "Message",
    "Sandbox",
    "Switches",
    "create_sandbox",
    "new_sandbox",
    "run_sandbox",
]

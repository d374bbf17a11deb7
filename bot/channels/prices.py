"""What a broadcast costs its bot. Called by cli."""

from __future__ import annotations

from bot.settings import FREE_RATE

# For each message above the free rate; up to a thousand a second:
# https://core.telegram.org/bots/api#sendmessage (allow_paid_broadcast)
STARS_PER_MESSAGE = 0.1


def stars_for(messages: int, per_second: float) -> float:
    """Return how many Telegram Stars `messages` at that rate cost: those above the free rate.

    Telegram counts what really left in each second; this is the whole at an even rate.
    """
    charged = max(0.0, 1 - FREE_RATE / per_second)
    return round(messages * charged * STARS_PER_MESSAGE, 1)

"""How an operator wants briefs delivered. Read by `sender` and `settle`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings of a sender, with what suits one process at Telegram's free rate.

    `catch_up` is how late a brief may still come to a chat that has no such
    window of its own: after that the chat's `/today` has it. `resend_private`
    (private chats and basic groups) and `resend_crowds` (supergroups and
    channels) say what to do with a message of which nobody can say whether it
    arrived: send it again, or hold it.
    """

    catch_up: timedelta = timedelta(hours=4)
    resend_private: bool = True
    resend_crowds: bool = False
    # Messages on the way at once; Telegram answers in 50 to 100 ms.
    in_flight: int = 384
    # Lines claimed at once: at most this many, and no more than ten seconds' worth.
    batch: int = 5_000
    # After this a line that was claimed goes to another sender.
    lease_seconds: float = 60.0
    # How many message ids are asked about one unclear delivery.
    max_probes: int = 40
    # An unclear delivery is asked about after so long, when what was slow has arrived.
    ask_after: timedelta = timedelta(seconds=5)
    poll_seconds: float = 1.0

"""The ledger: deliveries, what became of them, receipts.

Kept by `store`, written by `delivery`, shown to operators.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.model.chats import Chat

# The part of a brief that a chat has of its own comes after all others, however
# many those are or become: a correction may make the brief longer.
OWN_PART = 1_000


class DeliveryState(StrEnum):
    """What became of a delivery. The last four are ends, `unclear` wants asking."""

    DUE = "due"
    CLAIMED = "claimed"
    SENDING = "sending"
    UNCLEAR = "unclear"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One line of the ledger: which part of which brief to which chat.

    Parts count from 1; `OWN_PART` is what one chat gets after the brief.
    `promised_at` is when the chat was to have it, `due_at` when it is tried next.
    """

    id: int
    brief: int
    chat: Chat
    part: int
    state: DeliveryState
    due_at: datetime
    attempts: int = 0
    claimed_by: str | None = None
    claimed_until: datetime | None = None
    message_ids: tuple[int, ...] = ()
    sent_at: datetime | None = None
    reason: str | None = None
    promised_at: datetime | None = None


class Fate(StrEnum):
    """How a brief's delivery stands for one chat, as an operator wants to know it.

    `HELD` is unclear and will not be asked about any more; `FAILED` has any
    reason but that the chat does not want us.
    """

    REACHED = "reached"
    WAITING = "waiting"
    BLOCKED = "blocked"
    UNCLEAR = "unclear"
    HELD = "held"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Lateness:
    """Seconds between when messages were promised and when they stood."""

    median_seconds: float
    worst_seconds: float


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a brief's delivery went.

    `states` and `reasons` count messages, `fates` counts chats; the reasons are
    those of messages that were not sent. `minutes` are the messages that were
    sent in each minute (UTC) in which any was, the earliest first. `late` is
    None before the first message was sent. `model_tokens` is what the language
    model cost on the day (UTC) of the brief.
    """

    brief: int
    edition: str
    date: date
    states: Mapping[DeliveryState, int]
    reasons: Mapping[str, int]
    chats: int
    first_sent_at: datetime | None = None
    last_sent_at: datetime | None = None
    model_tokens: int = 0
    fates: Mapping[Fate, int] = field(default_factory=dict)
    minutes: tuple[tuple[datetime, int], ...] = ()
    late: Lateness | None = None

    @property
    def messages_per_second(self) -> float:
        """Return how fast the busiest minute was; 0 before anything was sent."""
        return max((count for _, count in self.minutes), default=0) / 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claimed delivery: line `delivery` goes to `state`.

    `at` is when it was confirmed (SENT), when to try again (DUE) or when to ask
    about it (UNCLEAR, None: never by ourselves).
    """

    delivery: int
    state: DeliveryState
    at: datetime | None = None
    message_ids: tuple[int, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Message ids between which an unclear one lies, if it exists.

    `below` was given out before it left, `above` after nobody waited for it any
    more; None where nothing is known. `taken` are ids in between that belong to
    other deliveries, `near` that of the one that left at about the same time.
    """

    below: int | None
    above: int | None
    taken: frozenset[int] = frozenset()
    near: int | None = None

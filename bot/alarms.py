"""What operators should hear of without asking: a brief that is late, short, stuck or lost to many.

Held by newsroom; the clock asks for what is new and tells it. Each is told
once, whichever process finds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from bot.clock import Clock, local_date, local_moment
from bot.model import Brief, BriefState, Edition, Fate, Receipt
from bot.store import Store

# Editing takes seconds with a language model and the clock knocks four times a minute.
LATE_AFTER = timedelta(minutes=10)
# A brief that is later than this is not edited any more, and was told of long before.
FORGOTTEN_AFTER = timedelta(hours=4)
# Nothing sent for so long although chats wait past their hour: no sender is at work.
STUCK_AFTER = timedelta(minutes=10)
# Who blocks the bot is no failure. Of the others so many fail on a good day: more is
# a refused message or a wrong template, and under so few chats it is chance.
WORST_SHARE = 0.01
FEWEST_CHATS = 3


class Alarms:
    """Looks at the newest brief of each edition."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def due(self) -> list[str]:
        """Return what was not told before, a sentence each."""
        return [
            sentence
            for edition in self._store.editions.all()
            for key, sentence in self._found(edition)
            if self._store.marks.first_time(key, self._clock.now())
        ]

    def _found(self, edition: Edition) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with an edition, each with the key it is told under."""
        now = self._clock.now()
        yield from self._late(edition, now)
        brief = self._store.briefs.latest(edition.slug)
        if brief is None or brief.id is None or brief.state is not BriefState.PUBLISHED:
            return
        name = f"{edition.slug} {brief.date}"
        if brief.is_short:
            yield (
                f"short:{brief.id}",
                (
                    f"The brief {name} has {len(brief.slots)} of {brief.size} stories; "
                    "look at /sources for those that fail."
                ),
            )
        receipt = self._store.ledger.receipt(brief.id)
        yield from self._stuck(brief, name, receipt, now)
        yield from _losses(name, receipt)

    def _late(self, edition: Edition, now: datetime) -> Iterator[tuple[str, str]]:
        today = local_date(now, edition.zone)
        # An hour late in the evening is still missed after midnight.
        for day in (today, today - timedelta(days=1)):
            late_by = now - local_moment(day, edition.hour, edition.zone)
            if LATE_AFTER <= late_by < FORGOTTEN_AFTER and not self._is_out(edition, day):
                yield (
                    f"late:{edition.slug}:{day}",
                    (
                        f"The brief {edition.slug} {day} is not out "
                        f"{LATE_AFTER.seconds // 60} minutes after its hour; "
                        "/draft shows it as it stands, /publish sends it."
                    ),
                )

    def _is_out(self, edition: Edition, day: date) -> bool:
        brief = self._store.briefs.get(edition.slug, day)
        return brief is not None and brief.state is BriefState.PUBLISHED

    def _stuck(
        self, brief: Brief, name: str, receipt: Receipt, now: datetime
    ) -> Iterator[tuple[str, str]]:
        since = now - STUCK_AFTER
        if receipt.last_sent_at is not None and receipt.last_sent_at > since:
            return
        waiting = self._store.ledger.overdue(receipt.brief, since)
        if waiting:
            yield (
                f"stuck:{brief.id}",
                (
                    f"{waiting} messages of {name} wait past their hour and none was sent for "
                    f"{STUCK_AFTER.seconds // 60} minutes; see that a sender runs."
                ),
            )


def _losses(name: str, receipt: Receipt) -> Iterator[tuple[str, str]]:
    failed = receipt.fates.get(Fate.FAILED, 0)
    unclear = receipt.fates.get(Fate.UNCLEAR, 0) + receipt.fates.get(Fate.HELD, 0)
    for key, count, what in (("failed", failed, "failed"), ("unclear", unclear, "are unclear")):
        if count >= max(FEWEST_CHATS, receipt.chats * WORST_SHARE):
            yield (
                f"{key}:{receipt.brief}",
                (
                    f"{count} of {receipt.chats} deliveries of {name} {what}; "
                    f"`tenbrief receipt --edition {receipt.edition} --lines` says whose and why."
                ),
            )

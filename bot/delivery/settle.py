"""Unclear deliveries: did they arrive? Telegram is asked, a bounded number of times.

Message ids count per account in private chats and basic groups and per chat in
supergroups and channels. So an unclear message, if it exists, has an id between
two that we know, and `Channel.probe` tells whether it stands under one of them.
Called by `sender` at the end of each batch.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice

import structlog

from bot.channels import Channel, Presence
from bot.delivery.bookkeeper import Bookkeeper
from bot.delivery.texts import Texts
from bot.delivery.troubles import Troubles
from bot.errors import ChatGoneError, ChatMovedError, RateLimitedError, StoreError, TenBriefError
from bot.model import Delivery, DeliveryState, Neighbours, Outcome
from bot.store import Store

log = structlog.get_logger(__name__)

# Questions cost as much as messages: so many deliveries are asked about per batch.
AT_ONCE = 32
# Then the others have their turn: what is found for them is no candidate any more.
PROBES_AT_ONCE = 8
# So many ids in a row that do not exist are the end of a chat.
END_OF_CHAT = 20
# A question that got no answer is asked again, but not for ever.
MOST_ASKED = 10


class Settler:
    """Settles what one sender, or one that died, left unclear."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        texts: Texts,
        book: Bookkeeper,
        troubles: Troubles,
        *,
        name: str,
    ) -> None:
        self._store = store
        self._channels = channels
        self._texts = texts
        self._book = book
        self._troubles = troubles
        self._rules = troubles.rules
        self._clock = troubles.clock
        self._name = name
        # What was asked already and how often, for lines that take several goes.
        self._absent: defaultdict[int, set[int]] = defaultdict(set)
        self._asked: Counter[int] = Counter()
        # The highest id that was found to be somebody else's message.
        self._others: dict[int, int] = {}

    async def settle(self) -> int:
        """Ask about the deliveries that are unclear by now; return how many there were.

        Raises:
            StoreError: the database is away.
        """
        lines = await asyncio.to_thread(
            self._store.ledger.claim_unclear,
            self._name,
            self._clock.now(),
            AT_ONCE,
            self._rules.lease_seconds,
        )
        alone = [line for line in lines if line.chat.address.supergroup]
        shared = [line for line in lines if not line.chat.address.supergroup]
        await asyncio.gather(self._in_turn(shared), *(self._settle(line) for line in alone))
        return len(lines)

    async def _in_turn(self, lines: Sequence[Delivery]) -> None:
        """Settle lines whose ids are counted together, in the order they left.

        The first free id is then most often the right one, and what is found for
        one is no candidate for the next.
        """
        found: set[int] = set()
        for line in sorted(lines, key=lambda line: line.sent_at or line.due_at):
            found.update(await self._settle(line, found))

    async def _settle(self, line: Delivery, found: Collection[int] = ()) -> tuple[int, ...]:
        """Write down what became of `line`; return the message ids it turned out to have."""
        try:
            outcome = await self._outcome(line, found)
        except (ChatGoneError, ChatMovedError) as error:
            outcome = await self._troubles.outcome(line, error)
        except StoreError:
            raise
        except TenBriefError as error:
            outcome = self._ask_later(line, error)
        except Exception as error:
            # A mistake of ours with one line must not stop the others.
            log.exception("asking_broke", delivery=line.id)
            outcome = self._ask_later(line, error)
        if outcome.state is not DeliveryState.UNCLEAR or outcome.at is None:
            self._absent.pop(line.id, None)
            self._asked.pop(line.id, None)
            self._others.pop(line.id, None)
        log.info("unclear_asked", delivery=line.id, state=outcome.state, reason=outcome.reason)
        self._book.note(outcome)
        return outcome.message_ids

    async def _outcome(self, line: Delivery, found: Collection[int]) -> Outcome:
        """Find the message of `line` among its candidates, or decide without.

        Raises:
            TenBriefError: the channel did not answer, or the brief cannot be rendered.
        """
        channel = self._channels.get(line.chat.address.channel)
        message = await self._texts.message(line)
        if channel is None or message is None:
            return self._undecided(line)
        neighbours = await asyncio.to_thread(self._store.ledger.neighbours, line)
        ids, complete = candidates(neighbours, self._rules.max_probes)
        absent = self._absent[line.id]
        unasked = [each for each in ids if each not in absent and each not in found]
        for message_id in unasked[:PROBES_AT_ONCE]:
            presence = await channel.probe(line.chat.address, message_id, message)
            if presence is Presence.THERE:
                return Outcome(line.id, DeliveryState.SENT, self._clock.now(), (message_id,))
            if presence is Presence.UNKNOWN:
                return self._undecided(line)
            if presence is Presence.OTHER:
                self._others[line.id] = max(message_id, self._others.get(line.id, 0))
            absent.add(message_id)
        if self._is_past_the_end(line, neighbours):
            return self._not_found(line, complete=True, unasked=0)
        return self._not_found(line, complete=complete, unasked=len(unasked) - PROBES_AT_ONCE)

    def _is_past_the_end(self, line: Delivery, neighbours: Neighbours) -> bool:
        """Whether ids were asked about beyond the last message of a chat that counts its own.

        There ids follow each other without gaps but for deleted messages: where
        so many in a row do not exist, nothing came after.
        """
        if not line.chat.address.supergroup or neighbours.below is None:
            return False
        last = max(neighbours.below, self._others.get(line.id, 0), *neighbours.taken)
        return sum(each > last for each in self._absent[line.id]) >= END_OF_CHAT

    def _not_found(self, line: Delivery, *, complete: bool, unasked: int) -> Outcome:
        """Go on asking, send again because it cannot have arrived, or decide without knowing."""
        now = self._clock.now()
        if unasked > 0 and len(self._absent[line.id]) < self._rules.max_probes:
            return Outcome(line.id, DeliveryState.UNCLEAR, now, reason="asking")
        if unasked <= 0 and complete:
            return Outcome(line.id, DeliveryState.DUE, now, reason="not_arrived")
        return self._undecided(line)

    def _undecided(self, line: Delivery) -> Outcome:
        """Send again or hold, as the operator set it for this kind of chat."""
        crowd = line.chat.address.supergroup
        if self._rules.resend_crowds if crowd else self._rules.resend_private:
            return Outcome(line.id, DeliveryState.DUE, self._clock.now(), reason="resent_unclear")
        return Outcome(line.id, DeliveryState.UNCLEAR, None, reason="held")

    def _ask_later(self, line: Delivery, error: Exception) -> Outcome:
        self._asked[line.id] += 1
        if self._asked[line.id] > MOST_ASKED:
            return self._undecided(line)
        asked = error.retry_after if isinstance(error, RateLimitedError) else 0.0
        wait = max(self._rules.ask_after, timedelta(seconds=asked))
        at = self._clock.now() + wait
        return Outcome(line.id, DeliveryState.UNCLEAR, at, reason="no_answer")


def candidates(neighbours: Neighbours, most: int) -> tuple[list[int], bool]:
    """Return the ids an unclear message may have, and whether they are all there are.

    At most `most`, those first that were given out at about the time it left.
    Where nothing came before, ids are counted from 1.
    """
    below, above, taken = neighbours.below or 0, neighbours.above, neighbours.taken
    end = below + len(taken) + most + 2 if above is None else above
    known = (neighbours.near, neighbours.below, above, 0)
    start = next(each for each in known if each is not None)
    free = (each for each in _outwards(start, below + 1, end) if each not in taken)
    ids = list(islice(free, most + 1))
    return ids[:most], above is not None and len(ids) <= most


def _outwards(start: int, low: int, end: int) -> Iterator[int]:
    """Yield the numbers from `low` to before `end`, nearest to `start` first."""
    start = min(max(start, low), end - 1)
    if low < end:
        yield start
    for distance in range(1, end - low):
        for each in (start + distance, start - distance):
            if low <= each < end:
                yield each

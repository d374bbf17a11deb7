"""The chats that know the bot and what each wants. Called by newsroom's circulation."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import time
from time import monotonic
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, update

from bot.clock import zone_named
from bot.errors import BadRequestError, UnknownChatError, UnknownEditionError
from bot.model import Address, Chat, ChatKind, ChatState, Length, QuietHours
from bot.store import tables
from bot.store.chat_rows import chat_of
from bot.store.database import Database
from bot.store.editions import minutes_of
from bot.store.moves import move_chat
from bot.store.outcomes import skip_waiting
from bot.store.statements import batches, insert_into

ChatList = list[Chat]

# What `set` may change; everything else has a verb of its own.
CHANGEABLE = frozenset(
    {"edition", "hour", "zone", "lang", "kind", "title", "state", "state_reason", "supergroup"}
    | {"length", "pictures", "quiet", "alerts", "weekly", "keeper", "catch_up_minutes"}
)

_CHAT = tables.chat.c
# Made once: making a statement costs more than what the database does with it.
_BY_CHAT = select(tables.chat).where(_CHAT.chat.in_(bindparam("chats", expanding=True)))
# A chat that has just been met is not looked up again for so long.
KEPT_SECONDS = 2.0
MOST_MET = 10_000


class Chats:
    """The chats, by id and by address."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._met: OrderedDict[Address, tuple[float, Chat]] = OrderedDict()
        self._turn = 0

    def met(self, address: Address, kind: ChatKind, title: str | None = None) -> Chat | None:
        """Return what `put` would, if the chat was seen a moment ago and nothing changed since.

        Does not wait: who writes to us writes again. What another process
        changes is seen `KEPT_SECONDS` later.
        """
        seen_at, chat = self._met.get(address, (0.0, None))
        if chat is None or monotonic() - seen_at > KEPT_SECONDS:
            return None
        title = None if kind is ChatKind.PRIVATE else title
        return chat if _is_up_to_date(chat, address, kind, title) else None

    def recall(self, addresses: Iterable[Address]) -> None:
        """Look many chats up at once, so that `met` has those at hand that are known."""
        turn = self._turn
        with self._database.reading() as connection:
            for batch in batches({address.chat for address in addresses}):
                for row in connection.execute(_BY_CHAT, {"chats": batch}):
                    self._remember(chat_of(row), turn)

    def forget_met(self) -> None:
        """Look every chat up again: one was changed."""
        self._turn += 1
        self._met.clear()

    def _remember(self, chat: Chat, turn: int) -> Chat:
        """Keep `chat` at hand, unless something was changed since `turn`."""
        if turn == self._turn:
            self._met[chat.address] = (monotonic(), chat)
            while len(self._met) > MOST_MET:
                self._met.popitem(last=False)
        return chat

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        """Give a connection that writes; what was remembered before and meanwhile is dropped."""
        self.forget_met()
        try:
            with self._database.writing() as connection:
                yield connection
        finally:
            self.forget_met()

    def find(self, address: Address) -> Chat | None:
        """Return the chat at exactly this address, thread included."""
        with self._database.reading() as connection:
            row = connection.execute(select(tables.chat).where(_at(address))).first()
        return None if row is None else chat_of(row)

    def at(self, address: Address) -> ChatList:
        """Return the chat at `address` and every forum topic in it that is known."""
        wanted = select(tables.chat).where(
            _CHAT.channel == address.channel, _CHAT.chat == address.chat
        )
        with self._database.reading() as connection:
            return [chat_of(row) for row in connection.execute(wanted.order_by(_CHAT.thread))]

    def by_id(self, chat_id: int) -> Chat:
        """Return the chat with this id.

        Raises:
            UnknownChatError: there is none.
        """
        with self._database.reading() as connection:
            return _known(connection, chat_id)

    def put(self, address: Address, kind: ChatKind, lang: str, title: str | None = None) -> Chat:
        """Return the chat at `address`, added if it is new.

        Of one that is known, kind and title follow; its language stays as its
        people chose it. The title of a private chat, a person's name, is not kept.
        """
        title = None if kind is ChatKind.PRIVATE else title
        row = {
            "channel": address.channel,
            "chat": address.chat,
            "thread": address.thread or 0,
            "supergroup": address.supergroup,
            "kind": kind.value,
            "lang": lang,
            "title": title,
            "state": ChatState.OFF.value,
        }
        turn, known = self._turn, self.find(address)
        if known is not None and _is_up_to_date(known, address, kind, title):
            return self._remember(known, turn)
        with self._changing() as connection:
            insert = insert_into(connection, tables.chat).values(row)
            fresh = {
                "kind": kind.value,
                "title": func.coalesce(insert.excluded.title, _CHAT.title),
                "supergroup": _CHAT.supergroup | insert.excluded.supergroup,
            }
            done = insert.on_conflict_do_update(
                index_elements=["channel", "chat", "thread"], set_=fresh
            )
            return chat_of(connection.execute(done.returning(*tables.chat.c)).one())

    def list(self, *, edition: str | None = None, state: ChatState | None = None) -> ChatList:
        """Return the chats there are, by id: all, of an edition, in a state."""
        wanted = select(tables.chat).order_by(_CHAT.id)
        if edition is not None:
            wanted = wanted.where(_CHAT.edition == edition)
        if state is not None:
            wanted = wanted.where(_CHAT.state == state.value)
        with self._database.reading() as connection:
            return [chat_of(row) for row in connection.execute(wanted)]

    def kept_by(self, keeper: str) -> ChatList:
        """Return the chats that `keeper` set up, by title."""
        wanted = select(tables.chat).where(
            _CHAT.keeper == keeper, _CHAT.state != ChatState.GONE.value
        )
        with self._database.reading() as connection:
            return [chat_of(row) for row in connection.execute(wanted.order_by(_CHAT.title))]

    def wanting_week(self) -> ChatList:
        """Return the active chats that want the look back on the week."""
        wanted = select(tables.chat).where(_CHAT.weekly, _CHAT.state == ChatState.ACTIVE.value)
        with self._database.reading() as connection:
            return [chat_of(row) for row in connection.execute(wanted.order_by(_CHAT.id))]

    def count_subscribed(self, edition: str) -> int:
        """Return how many chats get an edition now."""
        wanted = select(func.count()).where(
            _CHAT.edition == edition, _CHAT.state == ChatState.ACTIVE.value
        )
        with self._database.reading() as connection:
            return int(connection.execute(wanted).scalar_one())

    def subscribe(
        self, chat_id: int, edition: str, *, hour: time | None = None, zone: str | None = None
    ) -> Chat:
        """Let a chat get an edition from its next brief on; back from wherever it was.

        `hour` and `zone` stay as they were unless given.

        Raises:
            UnknownChatError: there is no such chat.
            UnknownEditionError: there is no such edition.
            BadRequestError: there is no such zone.
        """
        fresh: dict[str, Any] = {"edition": edition, "state": ChatState.ACTIVE}
        fresh |= {"hour": hour} if hour is not None else {}
        fresh |= {"zone": zone} if zone is not None else {}
        return self.set(chat_id, **fresh, state_reason=None)

    def unsubscribe(self, chat_id: int) -> Chat:
        """Let a chat get nothing more; what is due to it is skipped.

        Raises:
            UnknownChatError: there is no such chat.
        """
        return self.set(chat_id, state=ChatState.OFF, state_reason="unsubscribed")

    def gone(self, chat_id: int, reason: str) -> Chat:
        """End everything to a chat that is not there any more, and keep its history.

        Raises:
            UnknownChatError: there is no such chat.
        """
        return self.set(chat_id, state=ChatState.GONE, state_reason=reason)

    def pause(self, chat_id: int, reason: str) -> bool:
        """Send nothing to an active chat until somebody starts again; skip what is due to it.

        Returns True for the one who paused it, on any machine.
        """
        active = (_CHAT.id == chat_id) & (_CHAT.state == ChatState.ACTIVE.value)
        paused = {"state": ChatState.PAUSED.value, "state_reason": reason}
        with self._changing() as connection:
            done = connection.execute(update(tables.chat).where(active).values(paused))
            skip_waiting(connection, chat_id, reason)
            return done.rowcount > 0

    def set(self, chat_id: int, **fields: Any) -> Chat:
        """Change what a chat wants (see `CHANGEABLE`) and return it.

        A chat that is no longer active has its due deliveries skipped, with the
        reason.

        Raises:
            UnknownChatError: there is no such chat.
            UnknownEditionError: there is no such edition.
            BadRequestError: there is no such zone, or no such field.
        """
        row = _row(fields)
        with self._changing() as connection:
            if row.get("edition") is not None:
                _check_edition(connection, row["edition"])
            if row:
                connection.execute(update(tables.chat).where(_CHAT.id == chat_id).values(row))
            chat = _known(connection, chat_id)
            if chat.state is not ChatState.ACTIVE:
                skip_waiting(connection, chat_id, chat.state_reason or chat.state.value)
        return chat

    def move(self, address: Address, new_chat: str) -> Chat | None:
        """Carry a group to the supergroup it became: subscription, ledger, everything.

        Where the supergroup is known already the two become one, which keeps
        the wishes of the one that was subscribed. Returns the chat at its new
        address, None if the old one was not known.
        """
        with self._changing() as connection:
            moved = move_chat(connection, address, new_chat)
            return None if moved is None else _known(connection, moved)


def _is_up_to_date(known: Chat, address: Address, kind: ChatKind, title: str | None) -> bool:
    """Whether nothing needs to be written: most messages come from chats that are known."""
    same_title = title is None or known.title == title
    same_sort = known.address.supergroup or not address.supergroup
    return known.kind is kind and same_title and same_sort


def _at(address: Address) -> ColumnElement[bool]:
    return (
        (_CHAT.channel == address.channel)
        & (_CHAT.chat == address.chat)
        & (_CHAT.thread == (address.thread or 0))
    )


def _known(connection: Connection, chat_id: int) -> Chat:
    row = connection.execute(select(tables.chat).where(_CHAT.id == chat_id)).first()
    if row is None:
        raise UnknownChatError(f"There is no chat number {chat_id}.")
    return chat_of(row)


def _check_edition(connection: Connection, slug: str) -> None:
    slugs: Sequence[str] = connection.execute(select(tables.edition.c.slug)).scalars().all()
    if slug not in slugs:
        known = ", ".join(sorted(slugs)) or "none yet"
        raise UnknownEditionError(f"There is no edition {slug[:40]!r}; there are: {known}.")


def _row(fields: dict[str, Any]) -> dict[str, Any]:
    """Return checked columns for what `set` was given."""
    unknown = sorted(fields.keys() - CHANGEABLE)
    if unknown:
        raise BadRequestError(f"A chat has no {unknown[0]!r} to set.")
    row = dict(fields)
    if row.get("zone") is not None:
        zone_named(row["zone"])
    if isinstance(row.get("hour"), time):
        row["hour"] = minutes_of(row["hour"])
    if "quiet" in row:
        quiet: QuietHours | None = row.pop("quiet")
        row["quiet_from"] = minutes_of(quiet.start) if quiet else None
        row["quiet_until"] = minutes_of(quiet.end) if quiet else None
    for name, kind in (("state", ChatState), ("kind", ChatKind), ("length", Length)):
        if row.get(name) is not None:
            row[name] = kind(row[name]).value
    return row

"""What chats were sent outside their briefs: each thing once. Called by newsroom and delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from bot.store import tables
from bot.store.database import Database
from bot.store.statements import batches, insert_into

_NOTICE = tables.notice.c

# The key of an alert is this and the id of its story.
ALERT = "alert:"


class Notices:
    """Remembers which notice went to which chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, chat_id: int, key: str, now: datetime) -> bool:
        """Return True for the first who wants to send `key` to a chat, on any machine."""
        with self._database.writing() as connection:
            insert = insert_into(connection, tables.notice).values(chat=chat_id, key=key, at=now)
            done = insert.on_conflict_do_nothing().returning(_NOTICE.key)
            return connection.execute(done).first() is not None

    def give_back(self, chat_id: int, key: str) -> None:
        """Let `key` be sent after all: it certainly did not arrive."""
        mine = (_NOTICE.chat == chat_id) & (_NOTICE.key == key)
        with self._database.writing() as connection:
            connection.execute(delete(tables.notice).where(mine))

    def known(self, chat_ids: Sequence[int], prefix: str) -> frozenset[tuple[int, str]]:
        """Return the (chat, key) pairs with keys that begin with `prefix`."""
        found: set[tuple[int, str]] = set()
        with self._database.reading() as connection:
            for batch in batches(chat_ids):
                wanted = select(_NOTICE.chat, _NOTICE.key).where(
                    _NOTICE.chat.in_(batch), _NOTICE.key.startswith(prefix, autoescape=True)
                )
                found.update((row.chat, row.key) for row in connection.execute(wanted))
        return frozenset(found)

    def counts(self, chat_ids: Sequence[int], prefix: str, since: datetime) -> Mapping[int, int]:
        """Return how many notices with such keys each chat got since then."""
        found: dict[int, int] = {}
        with self._database.reading() as connection:
            for batch in batches(chat_ids):
                wanted = (
                    select(_NOTICE.chat, func.count().label("amount"))
                    .where(_NOTICE.chat.in_(batch), _NOTICE.at > since)
                    .where(_NOTICE.key.startswith(prefix, autoescape=True))
                    .group_by(_NOTICE.chat)
                )
                found |= {row.chat: row.amount for row in connection.execute(wanted)}
        return found

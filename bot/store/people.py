"""What is known of a person: given to them, or deleted. Called by newsroom's circulation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select, update

from bot.errors import UnknownChatError
from bot.store import tables
from bot.store.database import Database

_CHAT = tables.chat.c
_LINE = tables.delivery.c
_BRIEF = tables.brief.c
_REACTION = tables.reaction.c
_FOLLOW = tables.follow.c
_TOPIC = tables.topic.c
_NOTICE = tables.notice.c


class People:
    """A private chat and everything that hangs on it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def export(self, chat_id: int) -> Mapping[str, Any]:
        """Return all that is stored of a chat: plain values, datetimes where it says `_at`.

        Raises:
            UnknownChatError: there is no such chat.
        """
        with self._database.reading() as connection:
            chat = connection.execute(select(tables.chat).where(_CHAT.id == chat_id)).first()
            if chat is None:
                raise UnknownChatError(f"There is no chat number {chat_id}.")
            person = chat.chat

            def rows(wanted: Any) -> list[dict[str, Any]]:
                return [dict(row._mapping) for row in connection.execute(wanted)]

            return {
                "chat": {name: value for name, value in chat._mapping.items() if name != "id"},
                "follows": rows(
                    select(_TOPIC.name)
                    .join(tables.follow, _FOLLOW.topic == _TOPIC.key)
                    .where(_FOLLOW.chat == chat_id)
                    .order_by(_TOPIC.name)
                ),
                "reactions": rows(
                    select(_BRIEF.edition, _BRIEF.date, _REACTION.position, _REACTION.emoji)
                    .join(tables.brief, _BRIEF.id == _REACTION.brief)
                    .where(_REACTION.voter == person)
                    .order_by(_BRIEF.date, _REACTION.position)
                ),
                "briefs": rows(
                    select(
                        _BRIEF.edition,
                        _BRIEF.date,
                        _LINE.part,
                        _LINE.state,
                        _LINE.ended_at,
                        _LINE.reason,
                    )
                    .join(tables.brief, _BRIEF.id == _LINE.brief)
                    .where(_LINE.chat == chat_id)
                    .order_by(_BRIEF.date, _LINE.part)
                ),
                "notices": rows(select(_NOTICE.key, _NOTICE["at"]).where(_NOTICE.chat == chat_id)),
                "keeps": rows(select(_CHAT.title).where(_CHAT.keeper == person)),
            }

    def forget(self, chat_id: int) -> None:
        """Delete a private chat and everything that was stored of its person.

        What a sender holds for it does not leave any more. Receipts count it no longer.

        Raises:
            UnknownChatError: there is no such chat.
        """
        with self._database.writing() as connection:
            chat = connection.execute(select(tables.chat).where(_CHAT.id == chat_id)).first()
            if chat is None:
                raise UnknownChatError(f"There is no chat number {chat_id}.")
            connection.execute(delete(tables.reaction).where(_REACTION.voter == chat.chat))
            connection.execute(
                update(tables.chat).where(_CHAT.keeper == chat.chat).values(keeper=None)
            )
            connection.execute(delete(tables.delivery).where(_LINE.chat == chat_id))
            connection.execute(delete(tables.chat).where(_CHAT.id == chat_id))

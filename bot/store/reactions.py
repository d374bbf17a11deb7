"""What readers say of stories: 👍, 👎 and Telegram's reactions. Called by newsroom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, select, tuple_

from bot.store import tables
from bot.store.database import Database
from bot.store.statements import insert_into

_REACTION = tables.reaction.c
_SHOWN = tables.shown.c
_LINE = tables.delivery.c
_BRIEF = tables.brief.c


class Reactions:
    """Reactions per story of a brief; position 0 is the brief as a whole."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, brief_id: int, position: int, voter: str, emojis: Mapping[str, int]) -> None:
        """Let `emojis` (each with how many) be all that `voter` says of a story."""
        place = {"brief": brief_id, "position": position, "voter": voter}
        rows = [{**place, "emoji": emoji, "count": count} for emoji, count in emojis.items()]
        here = tuple_(_REACTION.brief, _REACTION.position, _REACTION.voter)
        with self._database.writing() as connection:
            connection.execute(
                delete(tables.reaction).where(here == tuple_(brief_id, position, voter))
            )
            if rows:
                connection.execute(insert_into(connection, tables.reaction), rows)

    def own(self, brief_id: int, position: int, voter: str) -> frozenset[str]:
        """Return what a voter says of a story now."""
        wanted = select(_REACTION.emoji).where(
            _REACTION.brief == brief_id, _REACTION.position == position, _REACTION.voter == voter
        )
        with self._database.reading() as connection:
            return frozenset(connection.execute(wanted).scalars())

    def of_brief(self, brief_id: int) -> Mapping[int, Mapping[str, int]]:
        """Return how often each emoji was given, by position."""
        amount = func.sum(_REACTION["count"]).label("amount")
        wanted = (
            select(_REACTION.position, _REACTION.emoji, amount)
            .where(_REACTION.brief == brief_id)
            .group_by(_REACTION.position, _REACTION.emoji)
            .order_by(_REACTION.position, amount.desc(), _REACTION.emoji)
        )
        found: dict[int, dict[str, int]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(wanted):
                found.setdefault(row.position, {})[row.emoji] = int(row.amount)
        return found

    def show(self, chat_id: int, message_id: int, brief_id: int, position: int) -> None:
        """Remember that a message shows a story, so that reactions to it can be kept."""
        row = {"chat": chat_id, "message": message_id, "brief": brief_id, "position": position}
        with self._database.writing() as connection:
            insert = insert_into(connection, tables.shown).values(row)
            connection.execute(
                insert.on_conflict_do_update(index_elements=["chat", "message"], set_=row)
            )

    def behind(self, chat_ids: Sequence[int], message_id: int) -> tuple[int, int] | None:
        """Return the brief and position that a message in one of these chats shows."""
        shown = select(_SHOWN.brief, _SHOWN.position).where(
            _SHOWN.chat.in_(chat_ids), _SHOWN.message == message_id
        )
        sent = select(_LINE.brief).where(_LINE.chat.in_(chat_ids), _LINE.last_message == message_id)
        with self._database.reading() as connection:
            row = connection.execute(shown).first()
            if row is not None:
                return row.brief, row.position
            brief = connection.execute(sent).scalar()
        return None if brief is None else (int(brief), 0)

"""A published brief -> its lines in the ledger: one for each chat and part.

Used by `ledger`. One statement writes them all: the chats of an edition are
joined with the few wishes there are (zone, hour, quiet hours), so that a million
chats cost the database one pass and Python nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    and_,
    case,
    delete,
    false,
    func,
    literal,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.exc import DBAPIError

from bot.model import (
    OWN_PART,
    Brief,
    BriefState,
    ChatKind,
    DeliveryState,
    Length,
    Variant,
    template_set,
)
from bot.store import tables
from bot.store.bell import ring
from bot.store.due_hours import NO_WISH, subscribed, write_due_hours
from bot.store.editions import edition_of
from bot.store.lines import BEYOND_THE_END
from bot.store.overlays import overlay_topics
from bot.store.statements import AnySelect, insert_into

log = structlog.get_logger(__name__)

# A vacuum of the database's own accord gives way after a second.
PATIENCE_SECONDS = 2

_CHAT = tables.chat.c
_LINE = tables.delivery.c
_BRIEF = tables.brief.c
_DUE = tables.due_hour.c
# A chat whose first part ended so gets none of the brief.
_ENDED = (DeliveryState.FAILED.value, DeliveryState.SKIPPED.value)
_COLUMNS = ["brief", "chat", "part", "ready", "state", "due_at", "promised_at", "attempts"]


def publish_lines(
    connection: Connection, brief: Brief, parts: Mapping[Variant, int], now: datetime
) -> int:
    """Mark the brief as published and plan its lines; return how many.

    Does nothing if it is published already. See `Ledger.publish`.
    """
    claimed = connection.execute(
        update(tables.brief)
        .where(_BRIEF.id == brief.id, _BRIEF.state == BriefState.DRAFT.value)
        .values(state=BriefState.PUBLISHED.value, published_at=now)
    )
    if not claimed.rowcount:
        return 0
    edition = edition_of(
        connection.execute(
            select(tables.edition).where(tables.edition.c.slug == brief.edition)
        ).one()
    )
    write_due_hours(connection, brief, edition, now)
    counts = _parts_of_chat(parts, edition.templates)
    planned = _plan_all(connection, brief, counts, max(parts.values(), default=1))
    planned += _plan_own(connection, brief, overlay_topics(connection, brief, edition, now))
    connection.execute(delete(tables.due_hour).where(_DUE.brief == brief.id))
    _count_lines(connection)
    ring(connection)
    return planned


def _count_lines(connection: Connection) -> None:
    """Let PostgreSQL learn at once how many lines there are now.

    Until its autovacuum came round it took them for few, and for each claim
    read and sorted all that are due instead of the first of the index. It looks
    at a sample, however large the table is, and waits for nobody who reads or
    writes; for a vacuum, which may take hours, the brief does not wait.
    """
    if connection.dialect.name != "postgresql":
        return
    try:
        with connection.begin_nested():
            connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'"))
            connection.execute(text(f"ANALYZE {tables.delivery.name}"))
            connection.execute(text("SET LOCAL lock_timeout = DEFAULT"))
    except DBAPIError as error:
        log.warning("lines_not_counted", error=type(error.orig).__name__)


def extend_lines(
    connection: Connection, brief: Brief, parts: Mapping[Variant, int], now: datetime
) -> int:
    """Plan the parts that a corrected brief has more than its lines; return how many.

    For chats that have its first part or wait for it. Whoever has all before it
    gets the new part at once, the others in its turn.
    """
    templates = connection.execute(
        select(tables.edition.c.templates).where(tables.edition.c.slug == brief.edition)
    ).scalar_one()
    counts = _parts_of_chat(parts, templates)
    numbers = _numbers(max(parts.values(), default=1))
    first, before = tables.delivery.alias(), tables.delivery.alias()
    sent = DeliveryState.SENT.value
    due = case((first.c.state == sent, literal(now, _LINE.due_at.type)), else_=first.c.due_at)
    lines = (
        select(
            literal(brief.id),
            _CHAT.id,
            numbers.c.part,
            func.coalesce(before.c.state == sent, false()),
            literal(DeliveryState.DUE.value),
            due,
            due.label("promised_at"),
            literal(0),
        )
        .select_from(tables.chat)
        .join(first, and_(first.c.brief == brief.id, first.c.chat == _CHAT.id, first.c.part == 1))
        .join(numbers, and_(numbers.c.part > 1, numbers.c.part <= counts))
        .outerjoin(
            before,
            and_(
                before.c.brief == brief.id,
                before.c.chat == _CHAT.id,
                before.c.part == numbers.c.part - 1,
            ),
        )
        .where(*subscribed(brief), first.c.state.not_in(_ENDED))
    )
    insert = insert_into(connection, tables.delivery).from_select(_COLUMNS, lines)
    fresh = {name: insert.excluded[name] for name in ("ready", "state", "due_at", "promised_at")}
    again = insert.on_conflict_do_update(
        index_elements=["brief", "chat", "part"],
        set_=fresh | {"reason": None, "attempts": 0},
        # Taken back by an earlier correction.
        where=_LINE.reason == BEYOND_THE_END,
    )
    planned = connection.execute(again.execution_options(preserve_rowcount=True)).rowcount
    ring(connection)
    return planned


def plan_chat(
    connection: Connection, brief_id: int, chat_id: int, parts: int, due: datetime
) -> int:
    """Plan the lines of one chat; return how many are new or were skipped before."""
    insert = insert_into(connection, tables.delivery)
    rows = [_row(brief_id, chat_id, part, due) for part in range(1, parts + 1)]
    again = insert.on_conflict_do_update(
        index_elements=["brief", "chat", "part"],
        set_={
            "state": DeliveryState.DUE.value,
            "due_at": due,
            "promised_at": due,
            "reason": None,
        },
        where=_LINE.state == DeliveryState.SKIPPED.value,
    )
    done = connection.execute(again.values(rows).returning(_LINE.id)) if rows else None
    return 0 if done is None else len(done.all())


def refit_chat(connection: Connection, brief_id: int, chat_id: int, parts: int) -> None:
    """Plan what a chat lacks of a brief in `parts`, as long as its first part is only due."""
    mine = (_LINE.brief == brief_id) & (_LINE.chat == chat_id)
    due = connection.execute(
        select(_LINE.due_at)
        .where(mine, _LINE.part == 1, _LINE.state == DeliveryState.DUE.value)
        .with_for_update()
    ).scalar_one_or_none()
    if due is None:
        return
    follows = select(tables.follow.c.chat).where(tables.follow.c.chat == chat_id).limit(1)
    own = [OWN_PART] if connection.execute(follows).first() is not None else []
    rows = [_row(brief_id, chat_id, part, due) for part in [*range(1, parts + 1), *own]]
    insert = insert_into(connection, tables.delivery).values(rows)
    connection.execute(insert.on_conflict_do_nothing())


def _row(brief_id: int, chat_id: int, part: int, due: datetime) -> dict[str, Any]:
    return {
        "brief": brief_id,
        "chat": chat_id,
        "part": part,
        "ready": part == 1,
        "state": DeliveryState.DUE.value,
        "due_at": due,
        "promised_at": due,
        "attempts": 0,
    }


def _plan_all(connection: Connection, brief: Brief, counts: ColumnElement[int], most: int) -> int:
    """Plan every part of the brief for every chat that gets it."""
    numbers = _numbers(most)
    lines = _lines(brief, numbers.c.part).join(numbers, numbers.c.part <= counts)
    return _insert(connection, lines)


def _numbers(most: int) -> Subquery:
    """Return a table of the numbers from 1 to `most`."""
    return union_all(*(select(literal(n).label("part")) for n in range(1, most + 1))).subquery()


def _plan_own(connection: Connection, brief: Brief, topics: Sequence[int]) -> int:
    """Plan one part more, after the others, for chats that follow one of `topics`."""
    if not topics:
        return 0
    follow = tables.follow.c
    following = select(follow.chat).where(follow.topic.in_(topics))
    own = literal(OWN_PART)
    return _insert(connection, _lines(brief, own).where(_CHAT.id.in_(following)))


def _lines(brief: Brief, part: ColumnElement[int]) -> AnySelect:
    """Return a line with `part` for each subscribed chat, due at the chat's own hour."""
    return (
        select(
            literal(brief.id),
            _CHAT.id,
            part,
            part == 1,
            literal(DeliveryState.DUE.value),
            _DUE.due_at,
            _DUE.due_at.label("promised_at"),
            literal(0),
        )
        .join_from(
            tables.chat,
            tables.due_hour,
            and_(
                _DUE.brief == brief.id,
                _DUE.zone == func.coalesce(_CHAT.zone, ""),
                _DUE.hour == func.coalesce(_CHAT.hour, NO_WISH),
                _DUE.quiet_from == func.coalesce(_CHAT.quiet_from, NO_WISH),
                _DUE.quiet_until == func.coalesce(_CHAT.quiet_until, NO_WISH),
            ),
        )
        .where(*subscribed(brief))
    )


def _insert(connection: Connection, lines: AnySelect) -> int:
    insert = insert_into(connection, tables.delivery).from_select(_COLUMNS, lines)
    done = insert.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return connection.execute(done).rowcount


def _parts_of_chat(parts: Mapping[Variant, int], templates: str) -> ColumnElement[int]:
    """Return how many parts a chat gets: by channel, kind, length and language, as far as given.

    A chat that no variant fits gets the most any has: a line too many is
    skipped when it is sent, a line too few would be a reader without the end.
    """
    by_kind: dict[tuple[str, ChatKind], int] = {}
    by_length: dict[tuple[str, ChatKind, str], int] = {}
    exact: dict[tuple[str, ChatKind, str, str], int] = {}
    for variant, count in parts.items():
        kind = (variant.channel, variant.kind)
        length = (*kind, variant.templates)
        by_kind[kind] = max(count, by_kind.get(kind, 0))
        by_length[length] = max(count, by_length.get(length, 0))
        exact[*length, variant.lang] = max(count, exact.get((*length, variant.lang), 0))
    cases = [
        (and_(_of_set(channel, kind, wanted, templates), _CHAT.lang == lang), literal(count))
        for (channel, kind, wanted, lang), count in exact.items()
    ]
    cases += [
        (_of_set(channel, kind, wanted, templates), literal(count))
        for (channel, kind, wanted), count in by_length.items()
    ]
    cases += [
        (_of_kind(channel, kind), literal(count)) for (channel, kind), count in by_kind.items()
    ]
    most = literal(max(parts.values(), default=1))
    return case(*cases, else_=most) if cases else most


def _of_kind(channel: str, kind: ChatKind) -> ColumnElement[bool]:
    return and_(_CHAT.channel == channel, _CHAT.kind == kind.value)


def _of_set(channel: str, kind: ChatKind, wanted: str, templates: str) -> ColumnElement[bool]:
    """Return the condition for chats of a kind that get the template set `wanted`."""
    lengths = [length.value for length in Length if template_set(kind, length, templates) == wanted]
    fits: ColumnElement[bool] = _CHAT.length.in_(lengths)
    if wanted == templates:
        fits |= _CHAT.length.is_(None)
    return and_(_of_kind(channel, kind), fits)

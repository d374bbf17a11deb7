"""When a published brief is due for which wish of its chats. Used by `planning`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import structlog
from sqlalchemy import ColumnElement, Connection, select

from bot.clock import local_moment, next_moment, zone_named
from bot.errors import BadRequestError
from bot.model import Brief, ChatState, Edition, QuietHours
from bot.store import tables
from bot.store.chat_rows import quiet_of
from bot.store.editions import hour_of
from bot.store.statements import AnyRow

log = structlog.get_logger(__name__)

# A brief published within a day of its edition's hour goes out by that hour.
SAME_DAY = timedelta(days=1)
# A wish that a chat does not have, where NULL would equal nothing.
NO_WISH = -1

_CHAT = tables.chat.c


@dataclass(frozen=True, slots=True)
class Wish:
    """When a chat wants its brief; None where it leaves that to the edition."""

    hour: time | None = None
    zone: str | None = None
    quiet: QuietHours | None = None


def due_moment(edition: Edition, brief: Brief, wish: Wish, now: datetime) -> datetime:
    """Return when a brief published `now` is due for chats with `wish`.

    A chat without wishes gets it at once. Others get it at the first coming of
    their hour after the edition's own, which may be just over: a chat that
    wishes the very hour of the edition is not put off to tomorrow because
    editing took a minute. For a brief of another day, and one published ahead
    of its hour, the hours are counted from now.

    Quiet hours put off to their end what would come then, but not a brief that
    the chat itself wishes at such an hour.
    """
    zone = _known_zone(wish.zone, edition.zone)
    due = _hour_moment(edition, brief, wish, zone, now)
    quiet = wish.quiet
    if quiet is None or (wish.hour is not None and quiet.hold(wish.hour)):
        return due
    local = max(due, now).astimezone(zone_named(zone))
    return next_moment(max(due, now), quiet.end, zone) if quiet.hold(local.time()) else due


def _hour_moment(edition: Edition, brief: Brief, wish: Wish, zone: str, now: datetime) -> datetime:
    if wish.hour is None and wish.zone is None:
        return now
    start = local_moment(brief.date, edition.hour, edition.zone)
    if not now - SAME_DAY < start <= now:
        start = now
    return next_moment(start, edition.hour if wish.hour is None else wish.hour, zone)


def _known_zone(wished: str | None, otherwise: str) -> str:
    """Return the zone of a wish, unless the time zone database no longer knows it."""
    if wished is None:
        return otherwise
    try:
        zone_named(wished)
    except BadRequestError:
        # Late is better than never.
        log.warning("zone_unknown", zone=wished)
        return otherwise
    return wished


def write_due_hours(connection: Connection, brief: Brief, edition: Edition, now: datetime) -> None:
    """Write down when the brief is due for each wish its chats have."""
    wishes = connection.execute(
        select(_CHAT.zone, _CHAT.hour, _CHAT.quiet_from, _CHAT.quiet_until)
        .where(*subscribed(brief))
        .distinct()
    ).all()
    rows = [
        {
            "brief": brief.id,
            "zone": row.zone or "",
            "hour": _or_no_wish(row.hour),
            "quiet_from": _or_no_wish(row.quiet_from),
            "quiet_until": _or_no_wish(row.quiet_until),
            "due_at": due_moment(edition, brief, _wish_of(row), now),
        }
        for row in wishes
    ]
    if rows:
        connection.execute(tables.due_hour.insert(), rows)


def _wish_of(row: AnyRow) -> Wish:
    return Wish(hour_of(row.hour), row.zone, quiet_of(row))


def _or_no_wish(minutes: int | None) -> int:
    return NO_WISH if minutes is None else minutes


def subscribed(brief: Brief) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for chats that get `brief`."""
    return _CHAT.edition == brief.edition, _CHAT.state == ChatState.ACTIVE.value

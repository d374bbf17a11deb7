"""The briefs as edited, published and corrected. Called by newsroom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.errors import NotFoundError, StoreError
from bot.model import Brief, BriefState, Citation, Slot, Told
from bot.store import tables
from bot.store.corrections import mark_stale
from bot.store.database import Database
from bot.store.statements import AnyRow, batches

BriefList = list[Brief]

_BRIEF = tables.brief.c
_SLOT = tables.slot.c
_ITEM = tables.item.c
_STORY = tables.story.c


class Briefs:
    """The briefs of all editions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_draft(self, brief: Brief) -> Brief:
        """Keep a draft, over an earlier draft of that date, and return it with its id.

        Raises:
            StoreError: that day's brief is published and can only be corrected.
        """
        with self._database.writing() as connection:
            standing = _find(connection, _on(brief.edition, brief.date), lock=True)
            if standing is not None and standing.state != BriefState.DRAFT.value:
                raise StoreError(
                    f"The {brief.edition} brief of {brief.date} is published; correct it instead."
                )
            brief_id = _put(connection, brief, None if standing is None else standing.id)
            items = _items_of(connection, [slot.story for slot in brief.slots])
            rows = [_slot_row(brief_id, slot, items) for slot in brief.slots]
            if rows:
                connection.execute(tables.slot.insert(), rows)
        return replace(brief, id=brief_id, state=BriefState.DRAFT)

    def get(self, edition: str, day: date) -> Brief | None:
        """Return an edition's brief on a date, draft or published."""
        return self._first(_on(edition, day))

    def by_id(self, brief_id: int | None) -> Brief:
        """Return the brief with this id.

        Raises:
            NotFoundError: there is none.
        """
        found = None if brief_id is None else self._first(_BRIEF.id == brief_id)
        if found is None:
            raise NotFoundError(f"There is no brief number {brief_id}.")
        return found

    def latest(self, edition: str) -> Brief | None:
        """Return an edition's newest published brief."""
        return self._first(
            (_BRIEF.edition == edition) & (_BRIEF.state == BriefState.PUBLISHED.value)
        )

    def list(self, edition: str, limit: int = 30, *, published_only: bool = False) -> BriefList:
        """Return an edition's newest briefs, drafts too if wished, newest first."""
        with self._database.reading() as connection:
            wanted = select(tables.brief).where(_BRIEF.edition == edition)
            if published_only:
                wanted = wanted.where(_BRIEF.state == BriefState.PUBLISHED.value)
            rows = connection.execute(wanted.order_by(_BRIEF.date.desc()).limit(limit)).all()
            return _read(connection, rows)

    def told(self, edition: str, since_date: date, before_date: date) -> Sequence[Told]:
        """Return what an edition told from `since_date` up to, not on, `before_date`.

        Each with the items its story had then, so that one can see whether it
        has moved on. Drafts count: what was edited for a day is that day's.
        """
        wanted = (
            select(_SLOT.story, _SLOT.headline, _BRIEF.date, _SLOT["items"])
            .join(tables.brief, _BRIEF.id == _SLOT.brief)
            .where(_BRIEF.edition == edition, _BRIEF.date >= since_date, _BRIEF.date < before_date)
            .order_by(_BRIEF.date, _SLOT.position)
        )
        with self._database.reading() as connection:
            return [
                Told(story=row[0], headline=row[1], date=row[2], item_ids=tuple(row[3]))
                for row in connection.execute(wanted)
            ]

    def correct(
        self,
        brief_id: int,
        position: int,
        headline: str | None,
        body: str | None,
        now: datetime,
    ) -> Brief:
        """Change the words of one slot, mark it as corrected and return the brief.

        Copies that were delivered are stale from now on (see `corrections`).
        None leaves the headline or the body as it is.

        Raises:
            NotFoundError: there is no such brief or slot.
        """
        given = {"headline": headline, "body": body, "corrected_at": now}
        fresh = {name: value for name, value in given.items() if value is not None}
        with self._database.writing() as connection:
            done = connection.execute(
                update(tables.slot)
                .where(_SLOT.brief == brief_id, _SLOT.position == position)
                .values(fresh)
            )
            if not done.rowcount:
                raise NotFoundError(f"Brief number {brief_id} has no story {position}.")
            mark_stale(connection, brief_id)
        return self.by_id(brief_id)

    def _first(self, condition: ColumnElement[bool]) -> Brief | None:
        with self._database.reading() as connection:
            row = _find(connection, condition)
            return None if row is None else _read(connection, [row])[0]


def read_brief(connection: Connection, brief_id: int) -> tuple[Brief, datetime | None]:
    """Return a brief and when it was published, None for a draft.

    Raises:
        NotFoundError: there is none.
    """
    row = _find(connection, _BRIEF.id == brief_id)
    if row is None:
        raise NotFoundError(f"There is no brief number {brief_id}.")
    return _read(connection, [row])[0], row.published_at


def _on(edition: str, day: date) -> ColumnElement[bool]:
    return (_BRIEF.edition == edition) & (_BRIEF.date == day)


def _find(
    connection: Connection, condition: ColumnElement[bool], *, lock: bool = False
) -> AnyRow | None:
    wanted = select(tables.brief).where(condition).order_by(_BRIEF.date.desc()).limit(1)
    return connection.execute(wanted.with_for_update() if lock else wanted).first()


def _put(connection: Connection, brief: Brief, standing: int | None) -> int:
    """Write a draft without its slots, over the one with id `standing` if there is one."""
    row = asdict(brief)
    del row["slots"], row["id"]
    row |= {"focus": list(brief.focus), "state": BriefState.DRAFT.value}
    if standing is None:
        insert = tables.brief.insert().values(row).returning(_BRIEF.id)
        return int(connection.execute(insert).scalar_one())
    connection.execute(delete(tables.slot).where(_SLOT.brief == standing))
    connection.execute(update(tables.brief).where(_BRIEF.id == standing).values(row))
    return standing


def _items_of(connection: Connection, stories: Sequence[str]) -> dict[str, list[str]]:
    """Return the ids of the items each story has now."""
    found: dict[str, list[str]] = {}
    for batch in batches(stories):
        wanted = (
            select(_STORY.id, _ITEM.id)
            .join(tables.item, _ITEM.story == _STORY.key)
            .where(_STORY.id.in_(batch))
            .order_by(_ITEM.key)
        )
        for story, item in connection.execute(wanted):
            found.setdefault(story, []).append(item)
    return found


def _slot_row(brief_id: int, slot: Slot, items: dict[str, list[str]]) -> dict[str, Any]:
    return {
        **asdict(slot),
        "brief": brief_id,
        "topics": list(slot.topics),
        "sources": [asdict(source) for source in slot.sources],
        "reasons": dict(slot.reasons),
        "items": items.get(slot.story, []),
    }


def _read(connection: Connection, rows: Sequence[AnyRow]) -> BriefList:
    slots: dict[int, list[Slot]] = {}
    for batch in batches(row.id for row in rows):
        wanted = select(tables.slot).where(_SLOT.brief.in_(batch)).order_by(_SLOT.position)
        for row in connection.execute(wanted):
            slots.setdefault(row.brief, []).append(_slot(row))
    return [_brief(row, slots.get(row.id, [])) for row in rows]


def _brief(row: AnyRow, slots: list[Slot]) -> Brief:
    return Brief(
        edition=row.edition,
        date=row.date,
        lang=row.lang,
        title=row.title,
        lead=row.lead,
        focus=tuple(row.focus),
        reading_minutes=row.reading_minutes,
        slots=tuple(slots),
        edited_at=row.edited_at,
        size=row.size,
        state=BriefState(row.state),
        id=row.id,
    )


def _slot(row: AnyRow) -> Slot:
    return Slot(
        position=row.position,
        story=row.story,
        headline=row.headline,
        body=row.body,
        image=row.image,
        topics=tuple(row.topics),
        published_at=row.published_at,
        sources=tuple(Citation(**source) for source in row.sources),
        reasons=row.reasons,
        since=row.since,
        corrected_at=row.corrected_at,
    )

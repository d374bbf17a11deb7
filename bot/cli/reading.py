"""`brief`, `topic` and `stories`: what can be read. Called by `bot.cli`."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

import typer

from bot.app.house import House, open_house
from bot.cli.shapes import brief_shape, stories_shape, topic_shape
from bot.cli.terminal import Day, EditionName, Json, print_json, print_text, read_date, remark
from bot.errors import UnknownTopicError
from bot.model import Brief, ChatKind, Variant
from bot.settings import load_settings


class BriefFormat(StrEnum):
    """How a brief is printed."""

    TEXT = "text"
    TELEGRAM = "telegram"
    HUGO = "hugo"
    HTML = "html"
    JSON = "json"


class TopicFormat(StrEnum):
    """How a topic's items are printed."""

    TEXT = "text"
    JSON = "json"


def brief(
    edition: EditionName = "zh",
    day: Day = None,
    format_: Annotated[BriefFormat, typer.Option("--format", "-f")] = BriefFormat.TEXT,
    json: Json = False,
) -> None:
    """Edit a brief and print it; sends nothing."""
    with open_house(load_settings()) as house:
        edited = asyncio.run(house.newsroom.edit(edition, day))
        text = None if json else _printed(house, edited, format_)
    if text is None:
        print_json(brief_shape(edited))
    else:
        print_text(text)
    if edited.is_short:
        remark(f"Only {len(edited.slots)} of {edited.size} stories were found.")


def _printed(house: House, brief: Brief, format_: BriefFormat) -> str | None:
    """Return the brief in that format, None for JSON."""
    renderer = house.renderer
    match format_:
        case BriefFormat.TEXT:
            return renderer.text(brief)
        case BriefFormat.HUGO:
            return renderer.hugo(brief)
        case BriefFormat.HTML:
            return renderer.html(brief)
        case BriefFormat.TELEGRAM:
            variant = Variant("telegram", ChatKind.PRIVATE, brief.lang)
            return "\n\n".join(message.text for message in renderer.brief(brief, variant))
        case BriefFormat.JSON:
            return None


def topic(
    name: Annotated[str, typer.Argument(help="A company, product or person; or any words.")],
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=10_000)] = 20,
    format_: Annotated[TopicFormat, typer.Option("--format", "-f")] = TopicFormat.TEXT,
    json: Json = False,
) -> None:
    """Print the newest items on a topic."""
    with open_house(load_settings()) as house:
        found = house.newsroom.archive.items_on(name, limit)
        titles = house.store.sources.titles()
    if json or format_ is TopicFormat.JSON:
        print_json(topic_shape(found.name, found.aliases, found.total, found.items))
    else:
        print_text(f"{found.name}: {found.total} items")
        for item in found.items:
            source = titles[item.source].title if item.source in titles else item.source
            print_text(f"{item.published:%Y-%m-%d}  {item.title}  [{source}]")
            if item.url:
                print_text(f"            {item.url}")
    if not found.total:
        raise UnknownTopicError(_nothing(name, found.near), found.near)


def _nothing(name: str, near: tuple[str, ...]) -> str:
    hint = f" Did you mean {', '.join(near)}?" if near else " `tenbrief collect` brings news in."
    return f"Nothing is stored on {name!r}.{hint}"


def stories(
    since: Annotated[
        date | None, typer.Option(parser=read_date, help="From this day on (UTC).")
    ] = None,
    until: Annotated[
        date | None, typer.Option(parser=read_date, help="To this day, it included (UTC).")
    ] = None,
    json: Json = True,
) -> None:
    """Print the stories and their items as JSON."""
    first = datetime.combine(since or date.min, time(), UTC)
    last = datetime.combine(until, time(), UTC) + timedelta(days=1) if until else None
    with open_house(load_settings()) as house:
        found = house.store.stories.between(first, last or datetime.max.replace(tzinfo=UTC))
    print_json(stories_shape(found))

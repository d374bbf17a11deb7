"""`publish`, `correct`, `chats` and `editions`: what goes out. Called by `bot.cli`."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Annotated, Any

import typer

from bot.app.house import House, open_house
from bot.app.loop import run_in_loop
from bot.channels.prices import stars_for
from bot.cli.receipts import print_receipt
from bot.cli.shapes import chat_shape, edition_shape
from bot.cli.terminal import (
    Day,
    EditionName,
    Json,
    print_json,
    print_table,
    print_text,
    progress_bar,
    remark,
)
from bot.clock import zone_named
from bot.errors import BadRequestError
from bot.language.hours import read_quiet
from bot.newsroom import Planned
from bot.settings import load_settings

# What `chats set` shows of a chat.
WHEN = ("id", "title", "edition", "hour", "zone", "quiet", "catch_up_minutes")

chats_app = typer.Typer(no_args_is_help=True, help="Who receives.")
editions_app = typer.Typer(no_args_is_help=True, help="The standing briefs.")


def publish(
    edition: EditionName = "zh",
    day: Day = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say who would get it; change nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Agree to what it costs.")] = False,
    json: Json = False,
) -> None:
    """Edit a brief, publish it and send what is due now."""
    with open_house(load_settings()) as house:
        if dry_run:
            _print_rehearsal(_rehearse(house, edition, day), json=json)
            return
        if house.settings.paid_broadcast and not yes:
            _ask_for_stars(_rehearse(house, edition, day))
        from bot.app.post import publish_and_send  # noqa: PLC0415 - loads half a second of Telegram that other commands do not need

        with progress_bar("Sending", quiet=json) as tell:
            receipt = run_in_loop(publish_and_send(house, edition, day, tell))
    print_receipt(receipt, json=json)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What publishing would do, and what that costs at most."""

    planned: Planned
    stars: float


def _rehearse(house: House, slug: str, day: date | None) -> Rehearsal:
    planned = asyncio.run(house.newsroom.rehearse(slug, day))
    settings = house.settings
    stars = stars_for(planned.messages, settings.send_rate) if settings.paid_broadcast else 0.0
    return Rehearsal(planned, stars)


def _print_rehearsal(rehearsal: Rehearsal, *, json: bool) -> None:
    planned = rehearsal.planned
    if json:
        document = {"edition": planned.brief.edition, "date": planned.brief.date}
        counts = {"chats": planned.chats, "messages": planned.messages, "stars": rehearsal.stars}
        print_json(document | counts)
        return
    print_text(f"{planned.brief.title}\nWould go to {planned.chats} chats.")
    if rehearsal.stars:
        print_text(_price(rehearsal))


def _price(rehearsal: Rehearsal) -> str:
    return (
        f"PAID_BROADCAST is on: up to {rehearsal.planned.messages:,} messages cost the bot"
        f" about {rehearsal.stars:,.1f} Telegram Stars."
    )


def _ask_for_stars(rehearsal: Rehearsal) -> None:
    """Show the cost and go on only where a person agrees.

    Raises:
        BadRequestError: there is nobody to ask.
    """
    if not rehearsal.stars:
        return
    if not sys.stdin.isatty():
        raise BadRequestError(f"{_price(rehearsal)} Say --yes to agree to that.")
    remark(_price(rehearsal))
    typer.confirm("Go on?", abort=True)


def correct(
    position: Annotated[int, typer.Argument(min=1, help="The story's number in the brief.")],
    edition: EditionName = "zh",
    day: Day = None,
    headline: Annotated[str | None, typer.Option(help="What its headline should say.")] = None,
    body: Annotated[str | None, typer.Option(help="What its text should say.")] = None,
) -> None:
    """Correct a story of a published brief, in every copy that was delivered."""
    with open_house(load_settings()) as house:
        asyncio.run(house.newsroom.correct(edition, day, position, headline=headline, body=body))
        brief = house.newsroom.archive.receipt(edition, day)
        waiting = house.store.corrections.waiting(brief.brief)
    print_text(
        f"Story {position} of {edition} {brief.date} is corrected; the running bot now edits"
        f" {waiting} delivered messages."
    )


def _read_hour(text: str) -> time:
    try:
        return time.fromisoformat(text.zfill(5))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no hour; write it like 18:30.") from None


@chats_app.command("list")
def list_chats(json: Json = False) -> None:
    """List the chats that know the bot."""
    with open_house(load_settings()) as house:
        chats = house.store.chats.list()
    if json:
        print_json({"chats": [chat_shape(chat) for chat in chats]})
        return
    shapes = [chat_shape(chat) for chat in chats]
    columns = ("id", "channel", "chat", "thread", "kind", "title", "edition", "hour", "state")
    print_table(columns, [[shape[column] for column in columns] for shape in shapes])


@chats_app.command("set")
def set_chat(
    chat_id: Annotated[int, typer.Argument(help="Its id in `chats list`.")],
    hour: Annotated[
        time | None, typer.Option(parser=_read_hour, help="When it wants its brief.")
    ] = None,
    zone: Annotated[str | None, typer.Option(help="An IANA zone, like Asia/Shanghai.")] = None,
    quiet: Annotated[
        str | None, typer.Option(help="When nothing may come: 22:00-07:00, or off.")
    ] = None,
    catch_up: Annotated[
        int | None,
        typer.Option(min=1, metavar="MINUTES", help="How late a brief may still come."),
    ] = None,
) -> None:
    """Change when a chat has its brief."""
    wishes: dict[str, Any] = {"hour": hour, "zone": zone, "catch_up_minutes": catch_up}
    changes = {name: value for name, value in wishes.items() if value is not None}
    if quiet is not None:
        changes["quiet"] = None if quiet == "off" else read_quiet(quiet)
    with open_house(load_settings()) as house:
        shape = chat_shape(house.store.chats.set(chat_id, **changes))
    print_table(("", ""), [(name, shape[name]) for name in WHEN])


@editions_app.command("list")
def list_editions(json: Json = False) -> None:
    """List the standing briefs."""
    with open_house(load_settings()) as house:
        shapes = [edition_shape(edition) for edition in house.store.editions.all()]
    if json:
        print_json({"editions": shapes})
        return
    columns = ("slug", "title", "lang", "zone", "hour", "size", "templates")
    print_table(columns, [[shape[column] for column in columns] for shape in shapes])


@editions_app.command("set")
def set_edition(
    slug: Annotated[str, typer.Argument(help="The edition's name.")],
    hour: Annotated[time | None, typer.Option(parser=_read_hour, help="When it is edited.")] = None,
    zone: Annotated[str | None, typer.Option(help="An IANA zone, like Asia/Shanghai.")] = None,
    title: Annotated[str | None, typer.Option(help="What readers see.")] = None,
    size: Annotated[int | None, typer.Option(min=1, max=30, help="How many stories.")] = None,
    templates: Annotated[str | None, typer.Option(help="The template set.")] = None,
) -> None:
    """Change a standing brief."""
    if zone is not None:
        zone_named(zone)
    given = {"hour": hour, "zone": zone, "title": title, "size": size, "templates": templates}
    changes = {name: value for name, value in given.items() if value is not None}
    with open_house(load_settings()) as house:
        edition = replace(house.store.editions.get(slug), **changes)  # type: ignore[arg-type]  # each value has its field's type
        house.store.editions.set(edition)
    print_text(f"{edition.slug}: {edition.title}, at {edition.hour:%H:%M} {edition.zone}.")

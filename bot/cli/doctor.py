"""`doctor`: is everything as it should be? Called by `bot.cli`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from bot.app.house import House, open_house
from bot.cli.terminal import Json, print_json, print_table
from bot.errors import TenBriefError
from bot.render import check_templates
from bot.settings import Settings, load_settings

# A clock further off than this delivers at the wrong minute.
CLOCK_TOLERANCE = timedelta(seconds=60)
TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `hint` says what to do where it is not fine."""

    what: str
    fine: bool
    says: str


def doctor(json: Json = False) -> None:
    """Check token, database, sources, clock and templates, and say what to do."""
    findings = list(_examine(load_settings()))
    if json:
        print_json({"findings": [asdict(finding) for finding in findings]})
    else:
        rows = [(f.what, "fine" if f.fine else "PROBLEM", f.says) for f in findings]
        print_table(("", "", ""), rows)
    bad = [finding.what for finding in findings if not finding.fine]
    if bad:
        raise TenBriefError(f"Look after: {', '.join(bad)}.")


def _examine(settings: Settings) -> Iterator[Finding]:
    try:
        with open_house(settings) as house:
            yield _database(house)
            yield _sources(house)
            yield _templates(house)
            yield _asked("token", lambda: asyncio.run(_greet(house)))
    except TenBriefError as error:
        yield Finding("database", fine=False, says=str(error))
    yield _clock(settings)


def _asked(what: str, ask: Callable[[], str]) -> Finding:
    try:
        return Finding(what, fine=True, says=ask())
    except TenBriefError as error:
        return Finding(what, fine=False, says=str(error))


async def _greet(house: House) -> str:
    from bot.app.post import open_post  # noqa: PLC0415 - loads half a second of Telegram that other commands do not need

    async with open_post(house):
        return f"@{house.newsroom.layout.bot_name} answers"


def _database(house: House) -> Finding:
    problems = house.store.maintenance.check()
    items = house.store.items.count()
    return Finding(
        "database", fine=not problems, says="; ".join(problems) or f"sound, {items} items"
    )


def _sources(house: House) -> Finding:
    active = house.store.sources.list(active_only=True)
    failing = house.newsroom.vitals().failing_sources
    if not active:
        return Finding(
            "sources", fine=False, says="none; `tenbrief sources add https://...` adds one"
        )
    says = f"{len(active)} active, {len(failing)} failing at their last visit"
    return Finding("sources", fine=len(failing) * 2 <= len(active), says=says)


def _templates(house: House) -> Finding:
    problems = check_templates(house.renderer)
    return Finding("templates", fine=not problems, says="; ".join(problems) or "all render")


def _clock(settings: Settings) -> Finding:
    """Compare this machine's clock with the Bot API's `Date` header."""
    try:
        answer = httpx.head(settings.telegram_api_url, timeout=TIMEOUT_SECONDS, trust_env=False)
        theirs = parsedate_to_datetime(answer.headers["date"])
    except (httpx.HTTPError, httpx.InvalidURL, KeyError, ValueError):
        return Finding(
            "clock",
            fine=True,
            says=f"not compared: {settings.telegram_api_url} did not answer",
        )
    off = abs(datetime.now(UTC) - theirs)
    says = f"{off.total_seconds():.0f} s off"
    return Finding(
        "clock",
        fine=off <= CLOCK_TOLERANCE,
        says=says if off <= CLOCK_TOLERANCE else f"{says}; set this machine's clock by NTP",
    )

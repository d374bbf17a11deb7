"""The sample wire: nine invented outlets that serve a day and a half of news as real feeds.

`tenbrief demo` and the tests collect from it. Outlets and items are data:
`wire.toml` beside this file. Mount the application anywhere; addresses inside
the documents follow the request.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.staticfiles import NotModifiedResponse

from bot.model import Source, SourceKind
from bot.sandbox.wire_feeds import FORMATS, Entry, Outlet, write_feed
from bot.sandbox.wire_picture import draw_picture

# Chinese outlets date their items in their own zone, as the real ones do.
_ZONES = {"zh": ZoneInfo("Asia/Shanghai"), "en": UTC}


@dataclass(frozen=True, slots=True)
class WireItem:
    """One telling of an event by an outlet, `hours_ago` before the wire's present.

    `follows` names the event it goes on from, `roundup` is true for a post
    about several, `ai` false for one that has nothing to do with AI.
    """

    outlet: str
    event: str
    hours_ago: float
    title: str
    text: str = ""
    follows: str | None = None
    roundup: bool = False
    ai: bool = True
    picture: bool = True

    @property
    def id(self) -> str:
        """Return a name for it that no other item has."""
        return f"{self.event}-{self.outlet}"

    @property
    def number(self) -> int:
        """Return a number for guid and address, which must not tell an editor the event."""
        return int(hashlib.sha256(self.id.encode()).hexdigest()[:8], 16)


@cache
def load_outlets() -> tuple[Outlet, ...]:
    """Return the outlets of the wire, in the order of the file."""
    return tuple(
        Outlet(
            slug=entry["slug"],
            title=entry["title"],
            lang=entry["lang"],
            kind=SourceKind(entry["kind"]),
            format=FORMATS[entry["format"]],
        )
        for entry in _load_file()["outlet"]
    )


@cache
def load_items() -> tuple[WireItem, ...]:
    """Return every item of the wire, in the order of the file."""
    return tuple(WireItem(**entry) for entry in _load_file()["item"])


def wire_sources(base_url: str) -> list[Source]:
    """Return the outlets as sources, for a wire that is mounted at `base_url`."""
    return [
        Source(
            slug=outlet.slug,
            url=f"{base_url.rstrip('/')}/feeds/{outlet.file_name}",
            title=outlet.title,
            kind=outlet.kind,
            lang=outlet.lang,
            site_url=outlet.site_url,
        )
        for outlet in load_outlets()
    ]


def create_wire(now: datetime) -> Starlette:
    """Return an application that serves the wire as it stands at `now` (aware).

    Routes: `/feeds/<outlet>.<ext>` with ETag, Last-Modified and 304, and
    `/pictures/<number>.png`.
    """
    outlets = {outlet.file_name: outlet for outlet in load_outlets()}
    illustrated = frozenset(str(item.number) for item in load_items() if item.picture)

    async def feed(request: Request) -> Response:
        outlet = outlets.get(request.path_params["file_name"])
        if outlet is None:
            raise HTTPException(404)
        base_url = str(request.url.replace(query="")).rpartition("/feeds/")[0]
        body = write_feed(outlet, _entries(outlet, now, base_url))
        modified = max(_published(item, now) for item in _items_of(outlet))
        headers = Headers(
            {
                "ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"',
                "Last-Modified": format_datetime(modified, usegmt=True),
            }
        )
        if _is_unchanged(request.headers, headers["ETag"], modified):
            return NotModifiedResponse(headers)
        return Response(body, headers=dict(headers), media_type=outlet.format.media_type)

    # Not async: drawing takes a while, and Starlette gives such routes a thread.
    def picture(request: Request) -> Response:
        if request.path_params["number"] not in illustrated:
            raise HTTPException(404)
        return Response(draw_picture(request.path_params["number"]), media_type="image/png")

    return Starlette(
        routes=[Route("/feeds/{file_name}", feed), Route("/pictures/{number}.png", picture)]
    )


@cache
def _load_file() -> Mapping[str, Any]:
    text = files("bot.sandbox").joinpath("wire.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _items_of(outlet: Outlet) -> list[WireItem]:
    """Return what `outlet` published, newest first."""
    own = (item for item in load_items() if item.outlet == outlet.slug)
    return sorted(own, key=lambda item: item.hours_ago)


def _published(item: WireItem, now: datetime) -> datetime:
    """Return when `item` appeared, in UTC and whole seconds: feeds know no smaller ones."""
    moment = now.astimezone(UTC) - timedelta(hours=item.hours_ago)
    return moment.replace(microsecond=0)


def _entries(outlet: Outlet, now: datetime, base_url: str) -> list[Entry]:
    return [
        Entry(
            guid=f"tag:{outlet.slug}.example,2026:{item.number}",
            url=f"{outlet.site_url}news/{item.number}",
            title=item.title,
            text=item.text,
            published=_published(item, now).astimezone(_ZONES[outlet.lang]),
            picture_url=f"{base_url}/pictures/{item.number}.png" if item.picture else None,
        )
        for item in _items_of(outlet)
    ]


def _is_unchanged(asked: Headers, etag: str, modified: datetime) -> bool:
    """Whether the client already has this document; its ETag counts before its date (RFC 9110)."""
    if known := asked.get("If-None-Match"):
        tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        return "*" in tags or etag in tags
    try:
        return modified <= parsedate_to_datetime(asked.get("If-Modified-Since", ""))
    except (TypeError, ValueError):
        # No date, one that cannot be read, or one without a zone: send the document.
        return False

"""JSON lines -> Items, one a line. Called by folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.language.links import is_web_url
from bot.model import Item, item_id
from bot.sources.entries import MAX_TEXT, MAX_TITLE, language_of, title_of
from bot.sources.html_text import plain_text, tidy
from bot.sources.skipped import Skipped

_MAX_LINE_LENGTH = 1_000_000
_DEFAULT_SOURCE = "imported"


class _BadLineError(Exception):
    """A line cannot be an item; the text is one sentence on why."""


def read_jsonl(lines: Iterable[str], *, where: str, now: datetime) -> Iterator[Item | Skipped]:
    """Yield an item for each of `lines`, or what is wrong with it; empty lines are passed over.

    A line is `{id, url, title, text, source, lang, published, image}`. `id` is
    kept as it is. `text`, `lang` and `image` may be missing; so may `published`
    (then it is `now`, as for a date to come) and one of `title` and `text`.
    `where` names the file in what is said about bad lines.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _item(_values(line), now)
        except _BadLineError as error:
            yield Skipped(f"{where}:{number}", str(error))


def _values(line: str) -> Mapping[str, Any]:
    if len(line) > _MAX_LINE_LENGTH:
        raise _BadLineError("The line is longer than a million characters; cut it.")
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _BadLineError("The line is no JSON; write one object a line.") from error
    if not isinstance(values, dict):
        raise _BadLineError("The line is JSON but no object; write one object a line.")
    return values


def _item(values: Mapping[str, Any], now: datetime) -> Item:
    text = tidy(_string(values, "text"))[:MAX_TEXT]
    title = plain_text(_string(values, "title"))[:MAX_TITLE] or title_of(text)
    # A space in an address is a slip of whoever wrote the line; browsers forgive it, too.
    url, key = _string(values, "url").replace(" ", "%20"), _string(values, "id")
    if not title:
        raise _BadLineError("The item has neither title nor text; give it one.")
    if url and not is_web_url(url):
        raise _BadLineError("The item's url is no web address; begin it with https://.")
    if not (key or url):
        raise _BadLineError("The item has neither id nor url; give it one.")
    source = _string(values, "source") or _DEFAULT_SOURCE
    image, position = _string(values, "image"), values.get("position")
    return Item(
        id=key or item_id(source, url),
        source=source,
        guid=key or url,
        url=url,
        title=title,
        text=text,
        lang=_string(values, "lang") or language_of(f"{title}\n{text}", None),
        published=min(_published(values) or now, now),
        image=image if is_web_url(image) else None,
        position=position if type(position) is int else None,
    )


def _published(values: Mapping[str, Any]) -> datetime | None:
    said = _string(values, "published")
    if not said:
        return None
    try:
        date = datetime.fromisoformat(said)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _BadLineError(
            f"The date {said[:40]!r} cannot be read; write it like 2026-04-24T08:30:00Z."
        ) from error


def _string(values: Mapping[str, Any], name: str) -> str:
    """Return the string called `name`, empty when it is missing; numbers are taken as written."""
    value = values.get(name)
    if value is None or isinstance(value, bool):
        return ""
    if not isinstance(value, str | int | float):
        raise _BadLineError(f"The item's {name} is no text; write it as a string.")
    return str(value).strip()

"""What templates can say beyond Jinja itself: filters and globals. Used by `templates`."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from email.utils import format_datetime
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from bot.model import Citation
from bot.render.console import wrap
from bot.render.dates import (
    date_and_hour,
    day_and_month,
    duration,
    exact_duration,
    long_date,
    short_date,
    zone_city,
)
from bot.render.links import brief_path, web_url
from bot.render.markdown import address, escape, front_matter
from bot.render.split import CUT
from bot.render.text import clean, one_line, paragraphs, shorten

# Stands for an outlet that gave no name, so that its link can still be tapped.
ELSEWHERE: Final = "↗"
OUTLET_UNITS: Final = 60


def finalize(value: Any) -> Any:
    """Clean every string a template prints, before it is escaped."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return clean(value)
    return value


def link(text: str, url: str | None) -> Markup:
    """Return `text` as a link to `url`, or as text alone where `url` is none we may print."""
    shown, safe = one_line(text), web_url(url)
    if safe is None:
        return Markup.escape(shown)
    return Markup('<a href="{}">{}</a>').format(safe, shown)


def linked(citations: Iterable[Citation]) -> Markup:
    """Return the names of citations, each linked to its page, with dots between."""
    return Markup(" · ").join(
        link(shorten(one_line(citation.name), OUTLET_UNITS) or ELSEWHERE, citation.url)
        for citation in citations
    )


def csp_hash(text: str) -> str:
    """Return the CSP source that allows an inline style of exactly this text."""
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _in_language(write: Callable[..., str]) -> Callable[..., str]:
    """Make a filter of a function whose second argument is the template's language."""

    @pass_context
    def filter_(context: Context, value: Any, *arguments: Any) -> str:
        return write(value, context["lang"], *arguments)

    return filter_


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "csp_hash": csp_hash,
    "date_and_hour": _in_language(date_and_hour),
    "day_and_month": _in_language(day_and_month),
    "duration": _in_language(duration),
    "exact_duration": _in_language(exact_duration),
    "front_matter": front_matter,
    "linked": linked,
    "long_date": _in_language(long_date),
    "mail_date": format_datetime,
    "markdown": escape,
    "markdown_address": address,
    "one_line": one_line,
    "paragraphs": paragraphs,
    "short_date": _in_language(short_date),
    "shorten": shorten,
    "web_url": web_url,
    "wrap": wrap,
    "zone_city": _in_language(zone_city),
}
GLOBALS: Final[Mapping[str, Any]] = {
    "brief_path": brief_path,
    "cut": Markup.escape(CUT),
    "link": link,
}

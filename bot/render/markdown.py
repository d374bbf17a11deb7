"""What a Hugo post needs: YAML front matter, and text that stays text in Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from frontmatter.default_handlers import YAMLHandler

from bot.render.links import web_url
from bot.render.text import clean

_ALWAYS = re.compile(r"([\\`*\[\]<])")
# Only at the start of a line do these mean a heading, quote, list, rule or table.
_AT_LINE_START = re.compile(r"^(\s*)([#>+\-=|~_]|\d+(?=[.)]\s))", re.MULTILINE)
# `_` inside a word and `&` that begins no reference are plain text already.
_EMPHASIS = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
# Brackets would end a link early; percent-encoded they mean the same address.
_IN_A_LINK = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E"})
_REFERENCE = re.compile(r"&(?=#?\w+;)")


def escape(text: str) -> str:
    """Return `text` so that CommonMark shows it letter by letter, tags included."""
    text = _ALWAYS.sub(r"\\\1", clean(text))
    text = _EMPHASIS.sub(r"\\_", text)
    text = _REFERENCE.sub(r"\\&", text)
    return _AT_LINE_START.sub(_escape_start, text)


def _escape_start(found: re.Match[str]) -> str:
    indent, mark = found.groups()
    return f"{indent}{mark}\\" if mark.isdigit() else f"{indent}\\{mark}"


def address(url: str | None) -> str | None:
    """Return `url` as it stands in a Markdown link, or None if it is none we may print."""
    safe = web_url(url)
    return safe and safe.translate(_IN_A_LINK)


def front_matter(values: Mapping[str, object]) -> str:
    """Return `values` as YAML, in their order, Chinese written as itself."""
    tidy = {key: clean(value) if isinstance(value, str) else value for key, value in values.items()}
    handler = YAMLHandler()
    return str(handler.export(tidy, sort_keys=False, width=4096)).strip()

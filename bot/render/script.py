"""What is rendered, in the characters of the one who reads it. Used by this room and the doors.

The bot's own words come from a catalogue of their own; what outlets wrote is
simplified, mostly, and is converted here for who reads traditional Chinese.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.scripts import traditional
from bot.model import Button
from bot.render.keyboards import Rows
from bot.render.words import language_of

# Addresses stand in tags, where nothing may change; a `>` in one is escaped.
_TAG = re.compile(r"(<[^>]*>)")


def html_for(html: str, lang: str) -> str:
    """Return `html` in the script of `lang`: its text, not its tags."""
    if language_of(lang) != "zh_Hant":
        return html
    return "".join(part if part.startswith("<") else traditional(part) for part in _TAG.split(html))


def text_for(text: str, lang: str) -> str:
    """Return plain `text` in the script of `lang`."""
    return traditional(text) if language_of(lang) == "zh_Hant" else text


def rows_for(rows: Rows, lang: str) -> Rows:
    """Return buttons labelled in the script of `lang`; what they stand for stays."""
    if language_of(lang) != "zh_Hant":
        return rows
    return tuple(tuple(_relabelled(button) for button in row) for row in rows)


def _relabelled(button: Button) -> Button:
    share = traditional(button.share) if button.share is not None else None
    return replace(button, text=traditional(button.text), share=share)

"""Rows of buttons. Callback data is `verb:value`, 1 to 64 bytes in UTF-8.

`commands` answers to the data; a value is only ever a name to look up, never
something to trust.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from bot.model import Brief, Button, Edition
from bot.render.links import brief_url, start_link
from bot.render.text import one_line, shorten
from bot.render.words import plain

# https://core.telegram.org/bots/api#inlinekeyboardbutton
MAX_DATA_BYTES: Final = 64
# Room for `follow:` or `tb:` before a token and `:` and a page number after it.
MAX_TOKEN_BYTES: Final = 54
_BUTTON_UNITS = 40
_SHARE_UNITS = 200

Rows = tuple[tuple[Button, ...], ...]


def topic_token(name: str) -> str:
    """Return `name` as it can stand in callback data.

    A name too long for it, or with a colon in it, becomes `~` and 16 hex digits
    of its SHA-256; whoever reads it compares with the tokens of known names.
    """
    coded = name.encode("utf-8", "replace")
    if coded and len(coded) <= MAX_TOKEN_BYTES and ":" not in name and not name.startswith("~"):
        return coded.decode()
    return "~" + hashlib.sha256(coded).hexdigest()[:16]


def topic_button(name: str) -> Button:
    """Return the button that asks for a topic: data `topic:<token>`."""
    return Button(text=_label(name), data=f"topic:{topic_token(name)}")


def topic_rows(names: Iterable[str], *, per_row: int = 3) -> Rows:
    """Return topic buttons in rows."""
    buttons = [topic_button(name) for name in names if one_line(name)]
    return tuple(
        tuple(buttons[start : start + per_row]) for start in range(0, len(buttons), per_row)
    )


def topic_link_row(names: Iterable[str], bot_name: str | None) -> Rows:
    """Return a row of buttons that ask the bot in private: for channels."""
    links = ((name, start_link(bot_name, "topic", name)) for name in names if one_line(name))
    row = tuple(Button(text=_label(name), url=link) for name, link in links if link)
    return (row,) if row else ()


def slot_rows(brief: Brief, bot_name: str | None, *, per_row: int = 5) -> Rows:
    """Return the numbers of a stored brief's stories, each opening its story.

    In place, with data `s:<brief>:<position>`; with `bot_name` in that bot's
    private chat.
    """
    if brief.id is None:
        return ()
    buttons = [
        Button(str(slot.position), url=start_link(bot_name, "s", f"{brief.id}_{slot.position}"))
        if bot_name
        else Button(str(slot.position), data=f"s:{brief.id}:{slot.position}")
        for slot in brief.slots
    ]
    return tuple(
        tuple(buttons[start : start + per_row]) for start in range(0, len(buttons), per_row)
    )


def story_rows(story_ids: Sequence[str], bot_name: str | None) -> Rows:
    """Return a row of numbers, each opening a story that no brief tells.

    In place, with data `o:<story>`; with `bot_name` in that bot's private chat.
    """
    row = tuple(
        Button(str(number), url=start_link(bot_name, "o", story))
        if bot_name
        else Button(str(number), data=f"o:{story}")
        for number, story in enumerate(story_ids, start=1)
    )
    return (row,) if row else ()


def share_button(
    brief: Brief, lang: str, *, bot_name: str | None, public_url: str | None
) -> Button:
    """Return the button that shares a brief: its title and, where there is one, a link."""
    link = brief_url(public_url, brief.edition, brief.date) or start_link(
        bot_name, "brief", f"{brief.edition}_{brief.date.isoformat()}"
    )
    title = shorten(one_line(brief.title), _SHARE_UNITS)
    return Button(text=plain("button.share", lang), share=f"{title}\n{link}" if link else title)


def page_row(token: str, page: int, pages: int, lang: str, *, best_first: bool = False) -> Rows:
    """Return the buttons to the pages beside `page` (1 to `pages`): data `t:<token>:<page>`.

    Where the best come first, and not the newest, it is `tb:<token>:<page>`.
    """
    verb, back, on = (
        ("tb", "button.previous", "button.next")
        if best_first
        else ("t", "button.newer", "button.older")
    )
    row: list[Button] = []
    if page > 1:
        row.append(Button(text=plain(back, lang), data=f"{verb}:{token}:{page - 1}"))
    if page < pages:
        row.append(Button(text=plain(on, lang), data=f"{verb}:{token}:{page + 1}"))
    return (tuple(row),) if row else ()


def edition_rows(editions: Sequence[Edition], lang: str) -> Rows:
    """Return a row to subscribe to each edition: data `subscribe:<edition>`."""
    return tuple(
        (
            Button(
                text=_label(plain("button.subscribe", lang, edition=edition.title)),
                data=f"subscribe:{edition.slug}",
            ),
        )
        for edition in editions
    )


def start_rows(editions: Sequence[Edition], lang: str) -> Rows:
    """Return a row to subscribe to each edition, then today's brief and the topics."""
    last = (
        Button(text=plain("button.today", lang), data="today"),
        Button(text=plain("button.topics", lang), data="topics"),
    )
    return (*edition_rows(editions, lang), last)


def draft_rows(brief: Brief, lang: str) -> Rows:
    """Return the button that publishes a draft: data `publish:<edition>:<date>`."""
    data = f"publish:{brief.edition}:{brief.date.isoformat()}"
    return ((Button(text=plain("button.publish", lang), data=data),),)


def _label(text: str) -> str:
    return shorten(one_line(text), _BUTTON_UNITS)

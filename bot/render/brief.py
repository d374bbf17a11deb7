"""A brief as Telegram messages: filled in, cut to size, numbered, with buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from bot.errors import TemplateError
from bot.model import Brief, Button, ChatKind, Message, Variant
from bot.render.keyboards import Rows, share_button, slot_rows, topic_link_row, topic_rows
from bot.render.links import bot_link, brief_url, start_link, web_url
from bot.render.markup import Size
from bot.render.script import html_for, rows_for
from bot.render.split import GAP, pack, pieces_of
from bot.render.templates import Templates
from bot.render.text import one_line, shorten
from bot.render.words import language_of, say

# A body is cut only when its slot would not fit a message alone, so the first
# is as long as fits beside headline and sources; the rest are a last resort
# for templates that add much of their own.
BODY_LIMITS: Final = (3000, 1500, 600, 200)
# A sentence or two: Chinese says in half the characters what English says.
SHORT_UNITS: Final = {"en": 220, "zh_Hans": 110, "zh_Hant": 110}
# More would be no focus.
MAX_FOCUS: Final = 5
NAME_UNITS: Final = 60
# What `1/2 · continues below` takes at most, at both ends of a message.
_NUMBER_SIZE = Size(units=120, entities=4)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the bot and its archive are found: what links are made of."""

    bot_name: str | None = None
    public_url: str | None = None


def frame_language(brief: Brief, lang: str) -> str:
    """Return the language of the words around a brief.

    A chat's own script of the brief's language (zh-Hant for zh), never another
    language: an English frame round a Chinese text reads like a mistake.
    """
    same = language_of(lang)[:2] == language_of(brief.lang)[:2]
    return lang if same else brief.lang


def telegram_brief(
    brief: Brief, variant: Variant, templates: Templates, where: Whereabouts
) -> tuple[Message, ...]:
    """Return a brief as the messages a Telegram chat of `variant` gets, in order.

    Raises:
        TemplateError: a template is missing or broken, or too long for a message.
    """
    lang = frame_language(brief, variant.lang)
    texts = _number(_parts(brief, variant, templates, where), lang)
    buttons = rows_for(_buttons(brief, variant, lang, where), lang)
    picture = web_url(brief.slots[0].image) if brief.slots and variant.pictures else None
    return tuple(
        Message(
            text=text,
            buttons=buttons if index == len(texts) - 1 else (),
            picture=picture if index == 0 else None,
        )
        for index, text in enumerate(texts)
    )


def kind_folder(kind: ChatKind) -> str:
    """Return the folder of a chat's templates: a forum topic uses the group's."""
    return "group" if kind is ChatKind.TOPIC else kind.value


def _parts(
    brief: Brief, variant: Variant, templates: Templates, where: Whereabouts
) -> list[list[str]]:
    """Return the pieces of each message, bodies shortened as far as it takes."""
    lang = frame_language(brief, variant.lang)
    names = [f"{variant.channel}/{kind_folder(variant.kind)}/brief.html.j2"]
    for body_limit in BODY_LIMITS:
        values = {**brief_values(brief, lang, where), "body_limit": body_limit}
        html = html_for(templates.fill_in(names, lang, values, variant.templates), lang)
        try:
            return pack(pieces_of(html), reserve=_NUMBER_SIZE)
        except TemplateError as error:
            reason = error
    raise TemplateError(f"Template {names[0]} ({variant.templates}): {reason}")


def brief_values(brief: Brief, lang: str, where: Whereabouts) -> dict[str, Any]:
    """Return what the template of a brief may use; `private/brief.html.j2` explains each."""
    return {
        "brief": brief,
        "page_lang": brief.lang,
        "focus": _focus(brief),
        "short_limit": SHORT_UNITS[language_of(lang)],
        "body_limit": BODY_LIMITS[0],
        "bot_name": where.bot_name if bot_link(where.bot_name) else None,
        "bot_link": bot_link(where.bot_name),
        "brief_link": start_link(
            where.bot_name, "brief", f"{brief.edition}_{brief.date.isoformat()}"
        ),
        "subscribe_link": start_link(where.bot_name, "subscribe", brief.edition),
        "page_url": brief_url(where.public_url, brief.edition, brief.date),
    }


def _focus(brief: Brief) -> list[str]:
    names = [shorten(one_line(name), NAME_UNITS) for name in brief.focus[:MAX_FOCUS]]
    return [name for name in names if name]


def _number(parts: list[list[str]], lang: str) -> list[str]:
    """Join the pieces of each part; where there are several, say which is which."""
    total = len(parts)
    texts = []
    for part, pieces in enumerate(parts, start=1):
        lines = list(pieces)
        if part > 1:
            lines.insert(0, f"<i>{say('brief.continued', lang, part=part, parts=total)}</i>")
        if part < total:
            lines.append(f"<i>{say('brief.continues', lang, part=part, parts=total)}</i>")
        texts.append(GAP.join(lines))
    return texts


def _buttons(brief: Brief, variant: Variant, lang: str, where: Whereabouts) -> Rows:
    """Return the buttons under the last part: the stories by number, the focus, sharing.

    They answer in place where one person reads; in a group or channel they lead
    to the private chat, because an answer there would be a post to everyone.
    """
    share: tuple[tuple[Button, ...], ...] = (
        (share_button(brief, lang, bot_name=where.bot_name, public_url=where.public_url),),
    )
    if variant.kind is ChatKind.PRIVATE:
        return slot_rows(brief, None) + topic_rows(brief.focus[:MAX_FOCUS]) + share
    links = topic_link_row(brief.focus[:MAX_FOCUS], where.bot_name)
    return (slot_rows(brief, where.bot_name) if where.bot_name else ()) + links + share

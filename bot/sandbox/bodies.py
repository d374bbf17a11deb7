"""Text and formatting as a call gives them -> a body, or Telegram's refusal."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.sandbox.chats import NO_BODY, Body
from bot.sandbox.encoding import members
from bot.sandbox.markup import (
    Entity,
    MarkupError,
    find_entities,
    parse_html,
    parse_markdown_v2,
    tidy,
    utf16_length,
)
from bot.sandbox.refusals import bad_request

# Telegram's limits, in UTF-16 units of the text after parsing.
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


def text_body(text: str, parse_mode: str | None, entities: Sequence[Entity] | None = None) -> Body:
    """Return the body of a text message.

    Raises:
        RefusedError: the markup is wrong, the text empty or too long.
    """
    body = _parsed(text, (parse_mode or "").lower(), tuple(entities or ()), "text")
    if not body.text:
        raise bad_request("message text is empty")
    return body


def caption_body(
    text: str | None, parse_mode: str | None, entities: Sequence[Entity] | None = None
) -> Body:
    """Return the body of a picture's caption, which may be empty.

    Raises:
        RefusedError: the markup is wrong or the caption too long.
    """
    return _parsed(text or "", (parse_mode or "").lower(), tuple(entities or ()), "caption")


# A broadcast brings the same few texts thousands of times.
@lru_cache(maxsize=256)
def _parsed(text: str, parse_mode: str, given: tuple[Entity, ...], member: str) -> Body:
    if not _is_unicode(text):
        raise bad_request("strings must be encoded in UTF-8")
    plain, entities = tidy(*_read(text, parse_mode, given))
    length = utf16_length(plain)
    if member == "text" and length > LONGEST_TEXT:
        raise bad_request("message is too long")
    if member == "caption" and length > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    if not plain:
        return NO_BODY
    fields: dict[str, object] = {member: plain}
    shown = [entity.as_json() for entity in _with_found(plain, entities)]
    if shown:
        fields["entities" if member == "text" else "caption_entities"] = shown
    return Body(plain, tuple(entities), members(fields))


def _is_unicode(text: str) -> bool:
    """Return whether `text` has no half of a surrogate pair on its own."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _read(text: str, parse_mode: str, given: tuple[Entity, ...]) -> tuple[str, list[Entity]]:
    """Parse `text` by its mode; without one, take the entities that were given."""
    try:
        match parse_mode:
            case "html":
                return parse_html(text)
            case "markdownv2":
                return parse_markdown_v2(text)
            case "":
                return text, list(given)
    except MarkupError as error:
        raise bad_request(f"can't parse entities: {error}") from None
    raise bad_request("unsupported parse_mode")


def _with_found(plain: str, entities: list[Entity]) -> list[Entity]:
    """Add what Telegram finds by itself where no markup stands."""
    taken = [one for one in entities if one.type in _CLOSED]
    found = [
        one
        for one in find_entities(plain)
        if not any(one.offset < other.end and other.offset < one.end for other in taken)
    ]
    return sorted([*entities, *found], key=lambda one: one.offset)


_CLOSED = {"code", "pre", "pre_code", "text_link", "text_mention", "custom_emoji"}

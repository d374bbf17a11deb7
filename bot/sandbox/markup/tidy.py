"""The last touch before a text is stored: trimmed, and free of what cannot stand."""

from __future__ import annotations

from bot.sandbox.markup.entity import Entity, utf16_length

MOST_ENTITIES = 100
_VERBATIM = {"code", "pre", "pre_code"}


def tidy(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Return `text` without blanks at its ends and the entities that fit it.

    Nothing stands inside code, and of more than a hundred entities the rest is
    ignored, as Telegram does.
    """
    cut = _leading_blanks(text, entities)
    kept = text[cut:].rstrip(" \t\r\n")
    length = utf16_length(kept)
    fitting: list[Entity] = []
    verbatim_until = 0
    for entity in entities:
        offset = max(entity.offset - cut, 0)
        end = min(entity.end - cut, length)
        if end <= offset or offset < verbatim_until:
            continue
        if entity.type in _VERBATIM:
            verbatim_until = end
        fitting.append(entity._replace(offset=offset, length=end - offset))
    return kept, fitting[:MOST_ENTITIES]


def _leading_blanks(text: str, entities: list[Entity]) -> int:
    """Count the blanks before the text and its first entity."""
    most = entities[0].offset if entities else len(text)
    count = 0
    while count < min(most, len(text)) and text[count] in " \t\r\n":
        count += 1
    return count

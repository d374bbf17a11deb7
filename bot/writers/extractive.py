"""Texts made of the items' own sentences: the writer that needs no model."""

from __future__ import annotations

from bot.language.names import Names
from bot.language.sentences import split_sentences
from bot.model import SlotText, Story


def write(story: Story, lang: str, names: Names) -> SlotText:
    """Return a headline and body for `story` in its items' own words."""
    item = next((item for item in story.items if item.lang == lang), story.items[0])
    body = ""
    for sentence in split_sentences(item.text):
        if len(body) + len(sentence) > 300:
            break
        body += sentence
    return SlotText(item.title, body or item.title, "extractive")

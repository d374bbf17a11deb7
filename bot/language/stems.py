"""What the forms of an English word begin with: robot, robots; price, prices. Pure.

Used by the store, to find a word in any of its forms, and by excerpts, to mark it.
A stemmer would do more, and take universities for the universe.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-z]+")
_NO_PLURAL = re.compile(r"(?:ss|us|is|ics|news)$")
# Shorter beginnings are those of too many other words: open, OpenAI.
_SHORTEST = 5
_SHORTEST_OF_PLURAL = 4


def forms(word: str) -> tuple[str, ...]:
    """Return the folded `word` and what it may become: price, prices, priced, pricing.

    Not all of them are words; one that is none stands in no text.
    """
    beginning = stem(word)
    if beginning is None:
        return (word,)
    base = beginning[:-2] + "y" if beginning.endswith("ie") else beginning
    short = base.removesuffix("e")
    made = [base, base + "s", short, *(short + ending for ending in ("es", "ed", "ing"))]
    if base.endswith("y"):
        made += [base[:-1] + "ies", base[:-1] + "ied"]
    return tuple(dict.fromkeys([word, *made]))


def stem(word: str) -> str | None:
    """Return how every form of the folded `word` begins; None where it is one of its own."""
    if not _WORD.fullmatch(word):
        return None
    if word.endswith("s") and len(word) > _SHORTEST_OF_PLURAL and not _NO_PLURAL.search(word):
        return word[:-1]
    return word if len(word) >= _SHORTEST else None

"""The part of a text where the words that were looked for stand, with these marked.

Case, width and script do not count, as in the search itself. Used by render. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.language.fold import SPACELESS, fold
from bot.language.stems import stem

# What is looked through: an excerpt from further down tells little.
SEARCHED_CHARACTERS = 6_000
# Marks in one excerpt; more only make it restless.
MOST_MARKS = 4

_SPACELESS = re.compile(SPACELESS)
_RUN = re.compile(SPACELESS + "{3,}")
_BREAK = re.compile(r"[。！？!?\n]|\.\s")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt; `is_match` where it is one of the words."""

    text: str
    is_match: bool = False


def marked(text: str, words: str) -> tuple[Piece, ...]:
    """Return all of `text` in pieces."""
    return tuple(_pieces(text, 0, len(text), find_words(text, words)))


def excerpt(text: str, words: str, length: int) -> tuple[Piece, ...]:
    """Return about `length` characters of `text` around the first of `words`, in pieces.

    Empty where none of the words stands in the first SEARCHED_CHARACTERS.
    """
    searched = " ".join(text[:SEARCHED_CHARACTERS].split())
    matches = find_words(searched, words) or find_words(searched, _pairs(words))
    if not matches:
        return ()
    start = _start(searched, matches[0][0], length)
    end = min(len(searched), start + length)
    pieces = _pieces(searched, start, end, matches)
    if start and not _BREAK.search(searched[max(0, start - 2) : start]):
        pieces.insert(0, Piece("…"))
    if end < len(searched):
        pieces.append(Piece("…"))
    return tuple(pieces)


def find_words(text: str, words: str) -> list[tuple[int, int]]:
    """Return where `words` (parted by spaces) stand in `text`: (start, end), without overlaps."""
    alternatives = sorted({_pattern(run) for run in words.split()} - {""}, key=len, reverse=True)
    if not alternatives:
        return []
    plain = "".join(map(_plain, text))
    return [match.span() for match in re.finditer("|".join(alternatives), plain)]


def _pairs(words: str) -> str:
    """Return `words` with runs of Han characters taken apart into pairs, as search does."""
    return _RUN.sub(lambda run: " ".join(map("".join, pairwise(run[0]))) or run[0], words)


def _pattern(run: str) -> str:
    """Return a regular expression for a word in folded text; between its parts any marks."""
    parts = fold(run).split()
    if not parts:
        return ""
    if len(parts) == 1 and (beginning := stem(parts[0])) is not None:
        return r"(?<![^\W_])" + re.escape(beginning) + r"[^\W\d_]*"
    before = "" if _SPACELESS.match(parts[0]) else r"(?<![^\W_])"
    after = "" if _SPACELESS.match(parts[-1]) else r"(?![^\W_])"
    return before + r"[\W_]*".join(map(re.escape, parts)) + after


@lru_cache(maxsize=16_384)
def _plain(character: str) -> str:
    """Return what search makes of a character, as one character, so that places stay."""
    folded = fold(character)
    return folded if len(folded) == 1 else character.lower()[:1]


def _start(text: str, first: int, length: int) -> int:
    """Return where the excerpt begins: at the text's, a sentence's or a word's beginning."""
    earliest = first - length // 2
    if earliest <= 0:
        return 0
    broken = _BREAK.search(text, earliest, first)
    if broken is not None:
        return broken.end()
    return text.find(" ", earliest, first) + 1 or earliest


def _pieces(text: str, start: int, end: int, matches: list[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], start
    inside = [pair for pair in matches if start <= pair[0] and pair[1] <= end]
    for first, last in inside[:MOST_MARKS]:
        if first > at:
            pieces.append(Piece(text[at:first]))
        pieces.append(Piece(text[first:last], is_match=True))
        at = last
    if at < end:
        pieces.append(Piece(text[at:end]))
    return pieces

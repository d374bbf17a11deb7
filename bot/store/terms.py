"""Text -> the terms that both full-text indexes hold, and queries over them.

A Han character alone is too common to look up, so each is indexed together with
the one after it: 大模型 gives 大模, 模型 and 型. A name of two characters is then
one term, on either database, and a single character is a prefix. Terms have no
spaces, quotes or operators: nothing a reader types can break a query.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.language.fold import SPACELESS, fold

# A tsvector knows positions up to 16,383 and one MiB in all; what lies beyond
# these bounds is not searched, on either database.
MOST_CHARACTERS = 60_000
MOST_TERMS = 16_000
LONGEST_TERM = 64
# More words than this in a query only narrow it down to nothing.
MOST_PHRASES = 12
MOST_PHRASE_TERMS = 32

# A character with the one after it, if that is such a character too; or a word.
_TERM = re.compile(f"({SPACELESS})(?: (?=({SPACELESS})))?|([^ ]+)")
_ENDS_IN_PAIR = re.compile(f"{SPACELESS} {SPACELESS}$")
_ENDS_IN_ONE = re.compile(f"{SPACELESS}$")


@dataclass(frozen=True)
class Phrase:
    """Terms that follow each other; if `is_open`, the last is only how a term begins.

    Any of `others` may stand instead of a single term.
    """

    terms: tuple[str, ...]
    is_open: bool = False
    others: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[tuple[str, ...], ...]:
        """What may stand in a text: the terms, or one of the others."""
        return (self.terms, *((other,) for other in self.others))

    def count_in(self, joined: str) -> int:
        """Return how often it stands in `joined` terms, parted and surrounded by spaces."""
        return sum(map(joined.count, self._joined))

    def is_in(self, joined: str) -> bool:
        """Whether it stands in `joined` terms, parted and surrounded by spaces."""
        return any(spelling in joined for spelling in self._joined)

    @cached_property
    def _joined(self) -> tuple[str, ...]:
        end = "" if self.is_open else " "
        return tuple(f" {' '.join(terms)}{end}" for terms in self.spellings)


def terms_of(text: str) -> list[str]:
    """Return the terms of `text`, in order; the n-th stands at position n + 1."""
    return _terms(fold(text[:MOST_CHARACTERS])[:MOST_CHARACTERS])[:MOST_TERMS]


def phrases_of(query: str) -> tuple[Phrase, ...]:
    """Return what a text must contain to answer `query`: each run without spaces is a phrase.

    Empty where nothing can be looked up (only punctuation).
    """
    runs = (fold(run) for run in query[:MOST_CHARACTERS].split())
    phrases = dict.fromkeys(_phrase(run) for run in runs if run)
    return tuple(phrases)[:MOST_PHRASES]


def _phrase(run: str) -> Phrase:
    terms = _terms(run)[:MOST_PHRASE_TERMS]
    if len(terms) == MOST_PHRASE_TERMS or _ENDS_IN_PAIR.search(run):
        # In a text, the last character may have another one after it.
        return Phrase(tuple(terms[:-1]))
    return Phrase(tuple(terms), is_open=_ENDS_IN_ONE.search(run) is not None)


def _terms(folded: str) -> list[str]:
    return [one + after or word[:LONGEST_TERM] for one, after, word in _TERM.findall(folded)]

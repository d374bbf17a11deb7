"""Words of a text in one form, and how telling each is.

`profile` takes an item apart with it. Latin words are folded and lightly
stemmed, compounds also give their parts (TileKernels: tile, kernel), Chinese
gives pairs of characters. How rare a word is comes from a small table of
counts that `benchmarks.count_words` made from half a year of daily briefs.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

import zhconv

_WORD = re.compile(r"[A-Za-z0-9]+(?:[.\-'][A-Za-z0-9]+)*|[\u3400-\u9fff]+")
_PART = re.compile(r"\d+(?:\.\d+)*|[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HAN = "\u3400"
# A capital on a word rarer than this (one text in 150) is a name's, not a headline's.
PROPER = 5.0


def terms_of(text: str) -> frozenset[str]:
    """Return the words of `text`, each once."""
    return frozenset(_iterate_terms(text))


def _iterate_terms(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKC", text).replace("\u2019", "'")
    for match in _WORD.finditer(plain):
        word = match.group()
        if word[0] >= _HAN:
            yield from _pairs_of(_simplified(word))
        else:
            yield from _forms_of(word)


@lru_cache(maxsize=16384)
def proper_terms_of(text: str) -> frozenset[str]:
    """Return the rare Latin words of `text` that begin with a capital: most are names."""
    words = (word for word in _WORD.findall(unicodedata.normalize("NFKC", text)))
    terms = (_forms_of(word)[0] for word in words if "A" <= word[0] <= "Z" and len(word) > 1)
    return frozenset(term for term in terms if rarity(term) > PROPER)


def _pairs_of(run: str) -> Iterator[str]:
    """Yield each two neighbouring characters of a run of Chinese."""
    if len(run) == 1:
        yield run
    for start in range(len(run) - 1):
        yield run[start : start + 2]


@lru_cache(maxsize=65536)
def _forms_of(word: str) -> tuple[str, ...]:
    """Return a Latin word's own form and, for a compound, those of its parts."""
    whole = _stem(word.lower())
    parts = [part.lower() for part in _PART.findall(word)]
    if len(parts) < 2:
        return (whole,)
    return (whole, *(_stem(part) for part in parts if len(part) > 1 or part.isdigit()))


def _stem(word: str) -> str:
    """Cut the commonest English endings, so that a headline's tense does not matter."""
    word = word.removesuffix("'s").replace("'", "")
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4 and word.isalpha():
            return word.removesuffix(ending).removesuffix("e")
    return word.removesuffix("e") if len(word) > 4 and word.isalpha() else word


@lru_cache(maxsize=16384)
def _simplified(run: str) -> str:
    simplified: str = zhconv.convert(run, "zh-hans")
    return simplified


@cache
def load_counts() -> tuple[int, Mapping[str, int]]:
    """Return (texts counted, in how many of them each commoner word occurs)."""
    lines = files("bot.editor").joinpath("counts.txt").read_text(encoding="utf-8").splitlines()
    counts = {term: int(count) for term, count in (line.split(" ") for line in lines[1:])}
    return int(lines[0]), counts


@lru_cache(maxsize=131072)
def rarity(term: str) -> float:
    """Return how telling a word is: 0 for one in every text, about 9 for one never counted."""
    texts, counts = load_counts()
    return math.log((texts + 1) / (counts.get(term, 0) + 1))


def mass(terms: Iterable[str]) -> float:
    """Return the summed rarity of `terms`."""
    return sum(map(rarity, terms))

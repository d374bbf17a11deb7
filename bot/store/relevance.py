"""How well an item answers words, worked out alike for both databases. Used by `asking`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from bot.store import tables
from bot.store.statements import batches
from bot.store.terms import Phrase, terms_of

# Items that are looked at closely, of those with the words: the newest.
MOST_RANKED = 200
# What an item is about stands early in it.
RANKED_CHARACTERS = 1_500

_TITLE_POINTS = 3.0
_TEXT_POINTS = 1.0
# A word named again and again counts so many times.
_MOST_TIMES = 3
# Of two items that say the same, the newer one leads.
_POINTS_PER_PLACE = 0.002

_ITEM = tables.item.c


def rank(
    connection: Connection, phrases: Sequence[Phrase], keys: Sequence[int]
) -> list[tuple[int, float]]:
    """Return the items `keys` (newest first) with their points, the best first.

    A phrase counts most in the title, less in the text, again and again up to a
    bound; items that have none of the phrases are left out.
    """
    places = {key: place for place, key in enumerate(keys[:MOST_RANKED])}
    scored: list[tuple[int, float]] = []
    for batch in batches(places):
        beginning = func.substr(_ITEM.text, 1, RANKED_CHARACTERS).label("beginning")
        wanted = select(_ITEM.key, _ITEM.title, beginning).where(_ITEM.key.in_(batch))
        for row in connection.execute(wanted):
            points = _points(phrases, terms_of(row.title), terms_of(row.beginning))
            if points:
                scored.append((row.key, points - places[row.key] * _POINTS_PER_PLACE))
    return sorted(scored, key=lambda pair: (-pair[1], places[pair[0]]))


def _points(phrases: Sequence[Phrase], title: list[str], text: list[str]) -> float:
    in_title, in_text = _joined(title), _joined(text)
    points = 0.0
    for phrase in phrases:
        points += _TITLE_POINTS * phrase.is_in(in_title)
        points += _TEXT_POINTS * min(phrase.count_in(in_text), _MOST_TIMES)
    return points


def _joined(terms: list[str]) -> str:
    return f" {' '.join(terms)} "

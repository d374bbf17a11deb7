"""Who carries a story: outlets that chose to, not the company it is about.

Called by `rank` and `pick`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.language.names import Names
from bot.model import Item


def independent_outlets(
    items: Sequence[Item], names: Names, slugs: Collection[str]
) -> frozenset[str]:
    """Return the outlets of `items` that do not speak for the company on whose site they link."""
    return frozenset(
        outlet_of(item.source, slugs) for item in items if not is_own_voice(item, names)
    )


def outlet_of(slug: str, slugs: Collection[str]) -> str:
    """Return the outlet a source belongs to: `wire-forum` is a side door of `wire`."""
    parts = slug.split("-")
    for length in range(1, len(parts)):
        front = "-".join(parts[:length])
        if front in slugs:
            return front
    return slug


def is_own_voice(item: Item, names: Names) -> bool:
    """Whether a company tells of itself: its own site, from a source called like it.

    A source called `blog` on a company's site is one even if it is called
    otherwise; an outlet that links to a company's site has chosen to.
    """
    owner = names.of_host(item.url)
    if owner is None:
        return False
    slug = item.source.replace("-", " ").replace("_", " ")
    family = names.with_parents([owner])
    called = names.with_parents(m.name for m in (*names.find(slug), *names.find(slug.title())))
    return bool(set(family) & set(called)) or "blog" in slug.split()

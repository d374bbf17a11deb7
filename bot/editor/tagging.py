"""Which topics an item is about.

An item is about what its title names, about what the opening of its text keeps
naming, and about the owner of the site it was published on. Called by the
newsroom for every new item.
"""

from __future__ import annotations

from collections import Counter

from bot.language.names import Names
from bot.model import Item

# The opening of a text says what it is about; what follows is background.
OPENING_CHARACTERS = 600
# A name that the title does not have must recur in the opening to count.
RECURRING = 2


def tag(item: Item, names: Names) -> tuple[str, ...]:
    """Return the canonical topics `item` is about, those they imply included.

    Ordered by where they are first named.
    """
    in_title = [mention.name for mention in names.find(item.title)]
    opening = Counter(mention.name for mention in names.find(item.text[:OPENING_CHARACTERS]))
    recurring = [name for name, count in opening.items() if count >= RECURRING]
    owner = names.of_host(item.url)
    return names.with_parents([*in_title, *recurring, *([owner] if owner else [])])

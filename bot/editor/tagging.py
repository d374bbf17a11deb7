"""Which topics an item is about.

An item is about what its title and its address name and about the owner of the
site it was published on; only where these name nobody, about what the opening
of its text keeps naming. Called by the newsroom for every new item.
"""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote

from bot.language.names import Names
from bot.model import Item, TopicKind

# The opening of a text says what it is about; what follows is background.
OPENING_CHARACTERS = 600


def tag(item: Item, names: Names) -> tuple[str, ...]:
    """Return the canonical topics `item` is about, those they imply included.

    Title first, then the owner of the site, the words of the address and, if
    all of these are silent, the text.
    """
    in_title = [mention.name for mention in names.find(item.title)]
    owner = names.of_host(item.url)
    found = [*in_title, *_of_owner(owner, names), *_in_link(item.url, owner, names)]
    return names.with_parents(found or _kept_naming(item, names))


def _of_owner(owner: str | None, names: Names) -> tuple[str, ...]:
    """Return who speaks on a site: of a product's site, the company behind it."""
    if owner is None:
        return ()
    topic = names.topics[owner]
    return (topic.parent,) if topic.kind is TopicKind.PRODUCT and topic.parent else (owner,)


def _in_link(url: str, owner: str | None, names: Names) -> list[str]:
    """Return what the words of an address name.

    Addresses know no capitals, so a word that needs one to be a name (codex)
    counts only on a site of its own family.
    """
    words = words_of_link(url)
    found = [mention.name for mention in names.find(words)]
    family = names.with_parents([owner])[-1] if owner else None
    own = [mention.name for mention in names.find(words.title()) if family]
    return [*found, *(name for name in own if family in names.with_parents([name]))]


def words_of_link(url: str) -> str:
    """Return the words that an article's address spells out, spaces between them."""
    path = re.sub(r"^\w+://[^/]*", "", url).partition("?")[0]
    return re.sub(r"[\W_]+", " ", unquote(path)).strip()


def _kept_naming(item: Item, names: Names) -> list[str]:
    """Return what the opening of the text names oftener than once, or else first."""
    opening = Counter(mention.name for mention in names.find(item.text[:OPENING_CHARACTERS]))
    return [name for name, count in opening.items() if count > 1] or list(opening)[:1]

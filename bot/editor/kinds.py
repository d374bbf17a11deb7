"""What sort of event a headline tells, and which aspect of a thing it is about.

A release, a funding, a lawsuit, a guide; of a model its API or its price.
`profile`, `rank` and `pick` ask. The words each is known by are in
`kinds.toml` and `aspects.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

# Kinds that tell no event: something to read, to try or to buy.
NO_EVENT = frozenset({"guide", "opinion", "shopping", "review", "video"})
# Kinds that make a release smaller than its words.
MINOR = frozenset({"update"})


@cache
def load_kinds() -> Mapping[str, re.Pattern[str]]:
    """Return each kind with the one pattern that its headlines match."""
    text = files("bot.editor").joinpath("kinds.toml").read_text(encoding="utf-8")
    return {
        kind: re.compile("|".join(f"(?:{pattern})" for pattern in entry["patterns"]))
        for kind, entry in tomllib.loads(text).items()
    }


@cache
def load_aspects() -> Mapping[str, re.Pattern[str]]:
    """Return each aspect with the one pattern that its texts match."""
    text = files("bot.editor").joinpath("aspects.toml").read_text(encoding="utf-8")
    return {
        aspect: re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
        for aspect, patterns in tomllib.loads(text).items()
    }


@lru_cache(maxsize=16384)
def aspects_of(text: str) -> frozenset[str]:
    """Return the aspects that `text` speaks of."""
    plain = text.casefold().replace("\u2019", "'")
    return frozenset(name for name, pattern in load_aspects().items() if pattern.search(plain))


@lru_cache(maxsize=16384)
def kinds_of(headline: str) -> frozenset[str]:
    """Return the kinds of event that `headline` tells; often one, sometimes none."""
    plain = headline.casefold().replace("\u2019", "'")
    return frozenset(kind for kind, pattern in load_kinds().items() if pattern.search(plain))

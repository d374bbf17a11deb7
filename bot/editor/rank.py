"""How much a story matters, from what is known before anyone has read it.

The newsroom scores every story of an edition's window; `pick` chooses from
them. One total, its parts shown as reasons; what each part weighs stands in
`weights.json`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.editor.kinds import MINOR, NO_EVENT, kinds_of
from bot.editor.outlets import independent_outlets, is_own_voice, outlet_of
from bot.editor.relevance import relevance, shares_by_source
from bot.editor.roundups import is_roundup
from bot.editor.weights import load_weights
from bot.language.headlines import is_label, is_personal
from bot.language.links import is_forum
from bot.language.names import Names
from bot.language.plain_news import tell_plainly
from bot.model import Item, Source, Story, Told

# Outlets that follow within this many hours of the first count as haste.
HASTE_HOURS = 12.0
# Below this a position in someone's brief says nothing more.
LAST_POSITION = 10
# A text of so many characters more than the title tells the story.
SHORT_TEXT = 80
# Of whom a story is that is told though only a foreign headline can be read, and who reads
# which: Chinese readers of this field know its English, others no Chinese.
OF_NOTE = 0.8
ALSO_READ = {"zh": frozenset({"en"})}
# What readers get from a headline, from one that is said in their language for them, from
# a label, and how much of it from a forum's word.
HEADLINE, PLAIN, LABEL, FORUM_WORD = 0.6, 0.4, 0.2, 0.7
FORUM_OUTLET = 0.5
# Of whom the news is: the house, the one named, whoever is in it; one only mentioned.
HOUSE, OWN, OTHERS, MENTIONED = 0.5, 0.3, 0.2, 0.7

# A maker's customers, a reporter's question: `How Brightwater uses Otter`.
_TELLS_HOW = re.compile(r"^how\b|[:：–—-]\s+how\b", re.IGNORECASE)


@dataclass(frozen=True)
class Context:
    """What a score is made in the light of.

    `now` is the moment the edition is made for; `told` what its last briefs
    told; `recent` the stories of the days before, today's included;
    `translates` whether a language model tells what other languages report.
    """

    names: Names
    sources: Mapping[str, Source]
    lang: str
    now: datetime
    told: Sequence[Told] = ()
    recent: Sequence[Story] = ()
    translates: bool = False

    @cached_property
    def ai_shares(self) -> Mapping[str, float]:
        """Return for each source how much of what it publishes is about AI, 0 to 1."""
        return shares_by_source([i for story in self.recent for i in story.items], self.names)

    @cached_property
    def slugs(self) -> frozenset[str]:
        """Return the slugs of all sources in sight, to tell an outlet's side doors by."""
        seen = {item.source for story in self.recent for item in story.items}
        return frozenset(seen | self.sources.keys())


@dataclass(frozen=True, slots=True)
class Score:
    """A total and the parts it is the sum of, by name."""

    total: float
    reasons: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Scored:
    """A story with its score."""

    story: Story
    score: Score


def score(story: Story, context: Context) -> Score:
    """Return how much `story` matters to the edition.

    Each part is a measure of about 0 to 1 times its weight: coverage by
    independent outlets, languages, haste, kind of event, who is involved,
    whether it is about AI, whether it is new, its place in briefs it came
    from, and whether a reader of the edition's language finds a source.
    """
    weights = load_weights().ranking
    measures = {
        "coverage": _coverage(story, context),
        "languages": float(len({item.lang for item in story.items} & {"zh", "en"}) - 1),
        "haste": _haste(story, context),
        "kind": _kind(story),
        "who": _who(story, context.names),
        "off_topic": _off_topic(story, context),
        "follow_up": float(story.follows is not None),
        "roundup": float(all(is_roundup(item) for item in story.items)),
        "own_voice": float(not independent_outlets(story.items, context.names, context.slugs)),
        "forum": float(all(is_forum(item.url) for item in story.items)),
        "position": _position(story),
        "readable": 1.0 if context.translates else readability(story, context.lang, context.names),
    }
    reasons = {name: round(weights[name] * value, 3) for name, value in measures.items() if value}
    return Score(total=round(sum(reasons.values()), 3), reasons=reasons)


def can_tell(story: Story, context: Context) -> bool:
    """Return whether readers of the edition get something from `story`.

    Where no language model translates, a story without a headline in their
    language gives way, unless two outlets chose to carry it and it is plain
    enough to be headed in theirs, or of somebody who matters most and in a
    language of which they can read a headline. What one person tells a forum of
    himself gives way to anything.
    """
    if all(is_forum(item.url) and is_personal(item.title) for item in story.items):
        return False
    told = 1.0 if context.translates else readability(story, context.lang, context.names)
    also_read = ALSO_READ.get(context.lang, frozenset())
    is_read = any(item.lang in also_read for item in story.items)
    matters = told >= PLAIN or (is_read and _who(story, context.names) >= OF_NOTE)
    return told >= HEADLINE or (matters and _coverage(story, context) >= 1)


def readability(story: Story, lang: str, names: Names) -> float:
    """Return how much readers of `lang` get from `story` without translation, 0 to 1.

    A text tells them most, a headline that says what happened more than half,
    one in another language too if it is plain enough to be said in theirs; a
    mere label or a forum's word little.
    """
    told = max((_told_by(item) for item in story.items if item.lang == lang), default=0.0)
    if told < PLAIN and any(tell_plainly(item.title, lang, names) for item in story.items):
        return PLAIN
    return told


def _told_by(item: Item) -> float:
    has_text = len(item.text) - len(item.title) >= SHORT_TEXT
    told = 1.0 if has_text else LABEL if is_label(item.title) else HEADLINE
    return told * (FORUM_WORD if is_forum(item.url) else 1.0)


def _coverage(story: Story, context: Context) -> float:
    """Return 0 for one outlet, 1 for two, 1.58 for three: each further one says less.

    A forum counts for half an outlet: many post there, nobody chose.
    """
    independent = [item for item in story.items if not is_own_voice(item, context.names)]
    everywhere = {outlet_of(item.source, context.slugs) for item in independent}
    press = [item for item in independent if not is_forum(item.url)]
    outlets = {outlet_of(item.source, context.slugs) for item in press}
    return math.log2(max(1.0, len(outlets) + FORUM_OUTLET * len(everywhere - outlets)))


def _haste(story: Story, context: Context) -> float:
    """Return how many outlets more followed within hours of the first, 0 to 1."""
    soon = {
        outlet_of(item.source, context.slugs)
        for item in story.items
        if (item.published - story.first_seen).total_seconds() <= HASTE_HOURS * 3600
    }
    return min(1.0, (len(soon) - 1) / 3) if soon else 0.0


def _kind(story: Story) -> float:
    """Return the weight of the weightiest kind of event that a title tells.

    What a forum calls it counts only where nobody else has a word for it, and
    a title that tells no kind of event only where none does.
    """
    weights = load_weights().kinds
    told = [weight for item in _chosen(story) if (weight := _kind_of(item)) is not None]
    return max(told, default=weights["other"])


def _kind_of(item: Item) -> float | None:
    weights = load_weights().kinds
    kinds = kinds_of(item.title)
    if none := kinds & NO_EVENT:
        return min(weights[kind] for kind in none)
    if _TELLS_HOW.search(item.title):
        return weights["opinion"]
    weight = max((weights[kind] for kind in kinds), default=None)
    if weight is None or not kinds & MINOR:
        return weight
    # A release that its title calls an update is half of one.
    return (weight + weights["update"]) / 2


def _chosen(story: Story) -> Sequence[Item]:
    """Return the items that somebody chose to publish, a forum's only if there are no others."""
    return [item for item in story.items if not is_forum(item.url)] or story.items


def _who(story: Story, names: Names) -> float:
    """Return the weight of whom the titles name first, and a little of who else is in it.

    The first one named made the news; others may only be mentioned. A product
    has a weight of its own and that of its house.
    """
    firsts = [_first_named(item, names) for item in _chosen(story)]
    subjects = [first for first in firsts if first]
    known = sorted((_weight(topic, names) for topic in story.topics), reverse=True)
    if not subjects:
        return MENTIONED * max(known, default=0.0)
    houses = [max(_weight(t, names) for t in names.with_parents([first])) for first in subjects]
    house = sum(houses) / len(houses)
    own = sum(_weight(first, names) for first in subjects) / len(subjects)
    return HOUSE * house + OWN * own + OTHERS * max(known, default=0.0)


def _first_named(item: Item, names: Names) -> str | None:
    return next((mention.name for mention in names.find(item.title)), None)


def _weight(topic: str, names: Names) -> float:
    known = names.topics.get(topic)
    return known.weight if known else 0.0


def _off_topic(story: Story, context: Context) -> float:
    """Return how surely the story is not about AI, 0 to 1.

    The half of the items that are most about it decide: a stray one does not.
    """
    shares = sorted(_off_topic_of(item, context) for item in story.items)
    half = shares[: math.ceil(len(shares) / 2)] if len(shares) != 2 else shares
    return sum(half) / len(half)


def _off_topic_of(item: Item, context: Context) -> float:
    share = context.ai_shares.get(item.source, 0.5)
    return (1 - relevance(item, context.names)) * (1 - share**2)


def _position(story: Story) -> float:
    """Return 1 for a story that led a brief, less for each place further down."""
    places = [item.position for item in story.items if item.position]
    return max(0.0, 1 - (min(places) - 1) / LAST_POSITION) if places else 0.0

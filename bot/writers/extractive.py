"""Texts made of the items' own sentences: the writer that needs no model.

`Writer` calls it for every story; its text stands wherever a model's does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.language.links import is_forum
from bot.language.names import Names
from bot.model import Item, SlotText, Story
from bot.writers.cleaning import clean_headline
from bot.writers.evidence import content_words, read_evidence
from bot.writers.heading import Heading, agreement, read_headings, short_headline, title_of
from bot.writers.outlet_lines import tell_by_outlets
from bot.writers.picking import Sentence, fact_worth, pick_sentences, read_sentences

WRITTEN_BY = "extractive"
# A five-minute brief leaves each of ten stories about this many characters.
BODY_LIMITS = {"zh": 280}
BODY_LIMIT = 420
# Below this a body is filled up from another item of the story.
SHORT_BODY = 80
# A text that has not this many words more than its headline tells nothing.
FEWEST_NEW_WORDS = 3
# Items looked at per story: those with the longest texts.
MOST_ITEMS = 8
# What a headline is worth more whose item has a text for the body, and less if its
# outlet told of the story before: a second telling is of an aspect.
WITH_TEXT, TOLD_AGAIN = 0.7, 0.7
# How far the items are read for the facts that they share.
OPENING_CHARACTERS = 1500
# A text on a forum counts for this share of what it tells; the headline's own item
# tells the story if its text has this share of what the richest has.
FORUM_SHARE, OWN_SHARE = 0.5, 0.5
# What a fact is worth more that another item has, too.
CONFIRMED = 1.0

_NO_OUTLETS: Mapping[str, str] = {}
_TAIL = re.compile(r"(?:[\s:：,，、;；]|…|\.{2,}|\[…\])+$")
_CLAUSE_END = re.compile(r"[，；,;](?!\d)")


@dataclass(frozen=True, slots=True)
class _Telling:
    """An item as the story could be told from it: its headlines, and a body's sentences."""

    item: Item
    headings: Sequence[Heading]
    sentences: Sequence[Sentence]
    is_first: bool

    def adds_to(self, headline: str) -> bool:
        """Whether the sentences say more than `headline` does."""
        words = content_words(" ".join(one.text for one in self.sentences))
        return len(words - content_words(headline)) >= FEWEST_NEW_WORDS


def write(
    story: Story, lang: str, names: Names, outlets: Mapping[str, str] = _NO_OUTLETS
) -> SlotText:
    """Return a headline and body for `story` in its items' own words.

    Told from items in `lang` where there are any, else from the others as they
    are; from the press and companies rather than from forums. `outlets` maps
    source slugs to what readers call them. The body is whole sentences in
    source order; where no item has text it says so.
    """
    items = [item for item in story.items if item.lang == lang] or list(story.items)
    told = sorted(items, key=lambda item: -len(item.text))[:MOST_ITEMS]
    tellings = [_read(item, items, names, outlets) for item in told]
    agree = agreement(story.items, names)
    heading, leader = max(
        ((heading, each) for each in tellings for heading in each.headings),
        key=lambda pair: _heading_worth(*pair) + agree(pair[0]),
    )
    richer = [each for each in tellings if each.adds_to(heading.text)]
    if richer:
        teller = _teller(leader, richer, _confirmed(story.items, names))
        body = _join(_fill_up(teller, richer), teller.item.lang)
    else:
        body = tell_by_outlets(items, lang, _limit(lang), outlets, heading.text)
    return SlotText(heading.text, body, WRITTEN_BY)


def write_headline_only(
    story: Story, lang: str, outlets: Mapping[str, str] = _NO_OUTLETS
) -> SlotText:
    """Return the plainest text there is: the headline, and which outlets carry it."""
    items = [item for item in story.items if item.lang == lang] or list(story.items)
    title = title_of(items[0], outlets) if items else clean_headline(story.headline)
    headline = short_headline(title)
    body = tell_by_outlets(items, lang, _limit(lang), outlets, headline)
    return SlotText(headline, body, WRITTEN_BY)


def _limit(lang: str) -> int:
    return BODY_LIMITS.get(lang, BODY_LIMIT)


def _read(item: Item, items: Sequence[Item], names: Names, outlets: Mapping[str, str]) -> _Telling:
    headings = read_headings(item, names, outlets)
    sentences = read_sentences(item.text, headings[-1].evidence, names)
    picked = pick_sentences(sentences, _limit(item.lang)) or sentences[:1]
    before = (other for other in items if other.source == item.source and other is not item)
    is_first = all((other.published, other.id) > (item.published, item.id) for other in before)
    return _Telling(item, headings, picked, is_first)


def _heading_worth(heading: Heading, telling: _Telling) -> float:
    """Return what a headline is worth by itself and by the item that it comes with."""
    adds = telling.adds_to(heading.text)
    return heading.worth + WITH_TEXT * adds - TOLD_AGAIN * (not telling.is_first)


def _teller(
    leader: _Telling, tellings: Sequence[_Telling], confirmed: Mapping[str, frozenset[str]]
) -> _Telling:
    """Return whose text the body is made of: the headline's item, if it says enough.

    `confirmed` are the facts that each source shares with another.
    """

    def worth(telling: _Telling) -> float:
        facts = {fact for one in telling.sentences for fact in one.facts}
        shared = len(facts & confirmed[telling.item.source])
        share = FORUM_SHARE if is_forum(telling.item.url) else 1.0
        return share * (fact_worth(telling.sentences) + CONFIRMED * shared)

    richest = max(tellings, key=worth)
    is_enough = leader in tellings and worth(leader) >= OWN_SHARE * worth(richest)
    return leader if is_enough else richest


def _confirmed(items: Sequence[Item], names: Names) -> Mapping[str, frozenset[str]]:
    """Return for each source the names and amounts that it and another one give."""
    told: dict[str, set[str]] = {}
    for item in items:
        evidence = read_evidence(f"{item.title}\n{item.text[:OPENING_CHARACTERS]}", names)
        facts = {f"topic {topic}" for topic in evidence.topics}
        facts |= {f"{amount.unit} {amount.value:g}" for amount in evidence.amounts}
        told.setdefault(item.source, set()).update(facts)
    counts = Counter(fact for facts in told.values() for fact in facts)
    return {
        source: frozenset(fact for fact in facts if counts[fact] > 1)
        for source, facts in told.items()
    }


def _fill_up(teller: _Telling, tellings: Sequence[_Telling]) -> list[Sentence]:
    """Return the teller's sentences, with another item's after them if they are few."""
    picked = list(teller.sentences)
    length = sum(len(one.text) for one in picked)
    others = [
        each for each in tellings if each is not teller and each.item.lang == teller.item.lang
    ]
    if length >= SHORT_BODY or not others:
        return picked
    second = max(others, key=lambda each: fact_worth(each.sentences))
    room = _limit(teller.item.lang) - length
    return [*picked, *pick_sentences(second.sentences, room, after=picked)]


def _join(sentences: Sequence[Sentence], lang: str) -> str:
    """Return the sentences as running text; one too long for a body is cut at a clause."""
    limit = _limit(lang)
    text = ""
    for sentence in sentences:
        part = _TAIL.sub("", sentence.text)
        if len(part) > limit:
            part = _cut_at_clause(part, limit)
        elif part[-1:] not in "。！？!?.”’」』）)\"'":
            part += "。" if lang == "zh" else "."
        text += part if not text or text[-1] in "。！？”」』）…" else f" {part}"
    return text


def _cut_at_clause(sentence: str, limit: int) -> str:
    ends = [match.start() for match in _CLAUSE_END.finditer(sentence, limit // 3, limit)]
    end = ends[-1] if ends else sentence.rfind(" ", limit // 2, limit)
    return sentence[: end if end > 0 else limit].rstrip() + "…"

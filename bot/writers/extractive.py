"""Texts made of the items' own sentences: the writer that needs no model.

`Writer` calls it for every story; its text stands wherever a model's does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.language.headlines import flaws, is_label
from bot.language.links import is_forum
from bot.language.names import Names
from bot.language.plain_news import tell_plainly
from bot.model import Item, SlotText, Story
from bot.writers.cleaning import clean_headline
from bot.writers.evidence import content_words, read_evidence
from bot.writers.heading import GRAVE, Heading, agreement, read_headings, short_headline, title_of
from bot.writers.manner import Leaning, is_guess
from bot.writers.outlet_lines import full_text, lines_by_outlets, tell_by_outlets
from bot.writers.picking import fact_worth, pick_additions, pick_sentences, pick_telling
from bot.writers.weighing import Sentence, read_sentences

WRITTEN_BY = "extractive"
# A five-minute brief leaves each of ten stories about this many characters.
BODY_LIMITS = {"zh": 280}
BODY_LIMIT = 560
# Below this a body is filled up from another item of the story; so many sentences at most
# come from others where they add facts.
SHORT_BODIES = {"zh": 80}
SHORT_BODY = 150
MOST_ADDED = 2
# A text that has not this many words more than its headline tells nothing.
FEWEST_NEW_WORDS = 3
# What the others must tell for a first sentence that repeats the headline to be left out.
ENOUGH_WITHOUT_ECHO = 4.0
# Words that make a sentence of a headline and tell nothing besides.
_EMPTY = re.compile(
    r"正式|近日|日前|近期|今日|官方|团队|公司|宣布|全新的?|了|其|名为|的|最新|已|已经|旗下"
    r"|\b(?:has|have|just|now|recently|officially|new|its|the|today|been|is)\b",
    re.IGNORECASE,
)
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
# The brief is of its day; a sentence need not begin with it.
_DAY_FIRST = re.compile(r"^(?:近日|日前|近期|今日|昨日|刚刚)[，,]\s*")
_SHOUT_END = re.compile(r"[!！]+$")


@dataclass(frozen=True, slots=True)
class _Telling:
    """An item as the story could be told from it: its headlines, and a body's sentences.

    `everything` is what the item says, `sentences` what of it a body has room for.
    """

    item: Item
    headings: Sequence[Heading]
    everything: Sequence[Sentence]
    sentences: Sequence[Sentence]
    is_first: bool

    def adds_to(self, headline: str) -> bool:
        """Whether the sentences say more than `headline` does."""
        return _adds(" ".join(one.text for one in self.sentences), headline)


def write(
    story: Story, lang: str, names: Names, outlets: Mapping[str, str] = _NO_OUTLETS
) -> SlotText:
    """Return a headline and body for `story` in its items' own words.

    Told from items in `lang` where there are any, else from the others as they
    are; from the press and companies rather than from forums. `outlets` maps
    source slugs to what readers call them. The body is whole sentences in
    source order; where no item has text it says where the full story is. A plain
    piece of news that no item in `lang` heads with what happened is said in it.
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
    richer = richer or [each for each in map(_told_on, tellings) if each.adds_to(heading.text)]
    if richer:
        teller = _teller(leader, richer, _confirmed(story.items, names))
        sentences = _without_echo(_fill_up(teller, richer), heading.text)
        body = _with_headlines(
            _join(sentences, teller.item.lang), heading.text, items, lang, outlets
        )
    else:
        first = [leader.item, *(item for item in items if item is not leader.item)]
        body = tell_by_outlets(first, lang, _limit(lang), outlets, heading.text)
    plain = _plain_headline(heading, leader.item, story, lang, names)
    if plain and not (richer and leader.item.lang == lang):
        body = full_text([*items, *(one for one in story.items if one not in items)], lang, outlets)
    return SlotText(plain or heading.text, body, WRITTEN_BY)


def _plain_headline(
    heading: Heading, item: Item, story: Story, lang: str, names: Names
) -> str | None:
    """Return what another language's headline says, where none in `lang` says what happened."""
    if item.lang == lang and not is_label(heading.text):
        return None
    foreign = (each for each in story.items if each.lang != lang)
    titles = (heading.text, *(short_headline(clean_headline(each.title)) for each in foreign))
    return next((told for title in titles if (told := tell_plainly(title, lang, names))), None)


def write_headline_only(
    story: Story, lang: str, outlets: Mapping[str, str] = _NO_OUTLETS
) -> SlotText:
    """Return the plainest text there is: the headline, and which outlets carry it."""
    items = [item for item in story.items if item.lang == lang] or list(story.items)
    title = title_of(items[0], outlets) if items else clean_headline(story.headline)
    headline = short_headline(title)
    body = tell_by_outlets(items, lang, _limit(lang), outlets, headline)
    return SlotText(headline, body, WRITTEN_BY)


def _short(lang: str) -> int:
    return SHORT_BODIES.get(lang, SHORT_BODY)


def _limit(lang: str) -> int:
    return BODY_LIMITS.get(lang, BODY_LIMIT)


def _read(item: Item, items: Sequence[Item], names: Names, outlets: Mapping[str, str]) -> _Telling:
    headings = read_headings(item, names, outlets)
    sentences = read_sentences(item.text, headings[-1].evidence, names)
    if is_forum(item.url):
        # What a poster expects is no news; what a newsroom does may be.
        sentences = [one for one in sentences if not is_guess(one.text)] or sentences
    picked = pick_telling(sentences, _limit(item.lang)) or sentences[:1]
    before = (other for other in items if other.source == item.source and other is not item)
    is_first = all((other.published, other.id) > (item.published, item.id) for other in before)
    return _Telling(item, headings, sentences, picked, is_first)


def _told_on(telling: _Telling) -> _Telling:
    """Return an item that is told beyond sentences which say no more than the headline."""
    room = _limit(telling.item.lang) - sum(len(one.text) for one in telling.sentences)
    more = pick_sentences(telling.everything, room, after=telling.sentences)
    return replace(telling, sentences=[*telling.sentences, *more])


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


def _adds(text: str, headline: str) -> bool:
    """Whether `text` says more than `headline` does."""
    said, heard = (content_words(_EMPTY.sub("", part)) for part in (text, headline))
    return len(said - heard) >= FEWEST_NEW_WORDS


def _fill_up(teller: _Telling, tellings: Sequence[_Telling]) -> list[Sentence]:
    """Return the teller's sentences, with others' after them that add telling facts.

    If there are few, with whatever another tells, the press asked before forums;
    else a forum's word is added to another forum's only. No guesses are added.
    """
    picked = list(teller.sentences)
    lang, length = teller.item.lang, sum(len(one.text) for one in picked)
    others = sorted(
        (each for each in tellings if each is not teller and each.item.lang == lang),
        key=lambda each: (is_forum(each.item.url), -fact_worth(each.sentences)),
    )
    for other in others:
        certain = [one for one in other.everything if not is_guess(one.text)]
        if length < _short(lang):
            more = pick_sentences(certain, _limit(lang) - length, after=picked)
        elif is_forum(teller.item.url) or not is_forum(other.item.url):
            more = pick_additions(certain, _limit(lang) - length, picked)
        else:
            continue
        if more:
            return [*picked, *more[:MOST_ADDED]]
    return picked


def _with_headlines(
    body: str, headline: str, items: Sequence[Item], lang: str, outlets: Mapping[str, str]
) -> str:
    """Return a short `body` with what one outlet's headline adds to it and to `headline`."""
    bare = [item for item in items if not (item.text or is_forum(item.url))]
    plain = [item for item in bare if item.lang == lang and flaws(item.title) < GRAVE]
    if len(body) >= _short(lang) or not plain:
        return body
    lines = lines_by_outlets(plain, lang, outlets, f"{headline} {body}")[:1]
    return (" " if lang != "zh" else "").join([body, *lines])


def _without_echo(sentences: Sequence[Sentence], headline: str) -> Sequence[Sentence]:
    """Return `sentences` without a first one that only repeats the headline, if others go on."""
    if len(sentences) < 2 or _adds(sentences[0].text, headline):
        return sentences
    goes_on = sentences[1].leans is Leaning.NONE
    is_enough = fact_worth(sentences[1:]) >= ENOUGH_WITHOUT_ECHO
    return sentences[1:] if goes_on and is_enough else sentences


def _join(sentences: Sequence[Sentence], lang: str) -> str:
    """Return the sentences as running text; one too long for a body is cut at a clause."""
    limit = _limit(lang)
    text = ""
    for sentence in sentences:
        part = _DAY_FIRST.sub("", sentence.text)
        part = _SHOUT_END.sub("。" if lang == "zh" else ".", _TAIL.sub("", part))
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

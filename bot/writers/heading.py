"""Which headline a slot is told under, in an item's own words. Called by `extractive`.

A title that merely names a thing, or that its feed cut off, may be replaced
by the first sentence of its item that says what happened.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.language.headlines import (
    CLAUSE_WIDTH,
    flaws,
    is_label,
    is_personal,
    shorten,
    width,
    without_host,
    without_loose_end,
)
from bot.language.links import is_forum
from bot.language.names import Names
from bot.language.sentences import split_sentences
from bot.model import Item
from bot.writers.cleaning import clean_headline, clean_text, close_gaps, is_notice
from bot.writers.evidence import Evidence, content_words, read_evidence
from bot.writers.outlet_lines import outlet_name

# A first sentence of this width is enough of a headline; one longer than the last is cut.
FULL_HEADLINE = 50
LONGEST_HEADLINE = 150
# Sentences in which what happened is looked for when the title does not say it.
OPENING_SENTENCES = 2
# A title with flaws of this much may be replaced by a sentence.
GRAVE = 0.7
# What a headline loses that stands on a forum, that is a sentence of the text (a forum's
# digest words it soberly), that its feed broke off; a title of this width that the text
# goes on from was broken off.
FORUM, BORROWED, BORROWED_FROM_FORUM, CUT_OFF = 1.0, 0.3, -0.2, 0.8
BROKEN_WIDTH = 70
# A sentence that serves as a headline is cut at a clause from this width, in zh and else.
SENTENCE_WIDTHS = {"zh": 60}
SENTENCE_WIDTH = 70
# What each grave flaw costs, a mere label besides, and what a word that tells an event is worth.
FLAW, LABEL, EVENT = 1.4, 0.6, 0.5

_ELLIPSIS = re.compile(r"(?:…|\.{3})\W*$")
_EVENT = re.compile(
    r"\b(?:releas|launch|unveil|announc|introduc|open-?sourc|acquir|invest|rais|su(?:es|ed"
    r"|ing)\b|fin(?:es|ed)\b"
    r"|buy(?:s|ing)?\b|bought|cuts?\b|lay(?:s|ing)? off|hir(?:es|ed)|ban(?:s|ned)?\b|partner"
    r"|merg|adds?\b|rolls? out"
    r"|rolled|publish|admit|accus|agree|approv|reject|plan(?:s|ned)\b|to (?:invest|buy|acquire"
    r"|launch|release|cut))"
    r"|发布|推出|上线|开源|收购|融资|投资|宣布|起诉|裁员|合作|联手|签署|任命|离职|加入|承认|回应"
    r"|否认|公布|批准|禁止|完成|估值"
    r"|提出|开放|下调|上调|下架|暂停|达成|入股|曝光|召回|罚款|获批",
    re.IGNORECASE,
)
_TIME_FIRST = re.compile(
    r"^(?:近日|日前|今日|昨日|今天|昨天|刚刚|据悉|当地时间[^，]{1,10}"
    r"|\d{1,2} ?月 ?\d{1,2} ?日[^，]{0,6})[，,]\s*"
    r"|^(?:today|yesterday|recently|this week|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)[, ]+",
    re.IGNORECASE,
)
_NO_HEADLINE = re.compile(
    r"^(?:it|they|he|she|this|that|these|those|its|the (?:image|user|post|author|video|article)"
    r"|one|another)\b"
    r"|^(?:它|他|她|其|这|该|此|本文|图|同时|此外|以前|过去|从前|曾经|如果|虽然|尽管|当(?!选|地)|还在|说到)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A headline with what it names and counts; `worth` is what it has by itself."""

    text: str
    evidence: Evidence
    worth: float


def read_headings(item: Item, names: Names, outlets: Mapping[str, str]) -> list[Heading]:
    """Return the headlines `item` offers: its title and, where that says little, a sentence."""
    title = title_of(item, outlets)
    is_cut_off = _is_cut_off(title, item)
    if _is_sentence_of(title, item):
        title = shorten(title, SENTENCE_WIDTHS.get(item.lang, SENTENCE_WIDTH), at_marks=True)
    if is_cut_off:
        title = without_loose_end(title)
    found = [_heading(title, item, names, CUT_OFF * is_cut_off)]
    if is_cut_off or flaws(title) >= GRAVE or _is_motto(title, item, names):
        borrowed = BORROWED_FROM_FORUM if is_forum(item.url) else BORROWED
        found += [
            _heading(sentence, item, names, borrowed)
            for sentence in islice(_statements(item, title, names), 1)
        ]
    return found


def title_of(item: Item, outlets: Mapping[str, str]) -> str:
    """Return the item's clean title; one without is called by its first sentence or outlet."""
    title = clean_headline(item.title, outlets.values())
    if close_gaps(clean_text(item.title)) in close_gaps(clean_text(item.text)):
        # Emphasis left gaps in the title as it did in the text.
        title = close_gaps(title)
    first = next(iter(split_sentences(clean_text(item.text))), "")
    return title or clean_headline(first) or outlet_name(item.source, outlets)


def short_headline(headline: str) -> str:
    """Return a headline that is one statement of a bearable length."""
    first = next(iter(split_sentences(headline)), headline)
    if first != headline and width(first) >= FULL_HEADLINE - 10 and not is_label(first):
        headline = clean_headline(first)
    headline = without_host(shorten(headline))
    if width(headline) <= LONGEST_HEADLINE:
        return headline
    end = headline.rfind(" ", 0, LONGEST_HEADLINE)
    return headline[: end if end > 0 else LONGEST_HEADLINE // 2].rstrip(" ,;:，；：")


def agreement(items: Sequence[Item], names: Names) -> Callable[[Heading], float]:
    """Return a function that says how far a headline says what the titles of `items` say.

    From 0 to 1.6: names, versions and amounts are shared across languages, words
    within one. One reader's view of an event, an aspect of it, or a list that
    it is only part of, shares little with how the outlets head it.
    """
    titles = [clean_headline(item.title) for item in items]
    facts = Counter(fact for title in titles for fact in _facts(read_evidence(title, names)))
    words = Counter(word for title in titles for word in content_words(title))

    def share(heading: Heading) -> float:
        mine, said = _facts(heading.evidence), content_words(heading.text)
        if len(titles) < 2:
            return 0.0
        shared = sum(max(0, facts[fact] - 1) for fact in mine) / (len(titles) - 1)
        alike = sum(words[word] > 1 for word in said) / max(1, len(said))
        return shared / max(2, len(mine)) + 0.6 * alike

    return share


def _facts(evidence: Evidence) -> frozenset[str]:
    return evidence.topics | {f"{each.unit} {each.value:g}" for each in evidence.amounts}


def _heading(text: str, item: Item, names: Names, cost: float) -> Heading:
    short = short_headline(text)
    evidence = read_evidence(short, names)
    worth = 0.7 * min(len(evidence.topics), 2) + 0.4 * min(len(evidence.amounts), 2)
    worth += EVENT * (_EVENT.search(short) is not None)
    worth -= LABEL * is_label(short) + FLAW * flaws(short) + FORUM * is_forum(item.url) + cost
    return Heading(short, evidence, worth)


def _is_cut_off(title: str, item: Item) -> bool:
    """Whether the title is the beginning of its text, broken off within a word or clause."""
    if _ELLIPSIS.search(item.title):
        return True
    text = " ".join(clean_text(item.text).split())
    if len(title) < CLAUSE_WIDTH or not text.startswith(title):
        return False
    goes_on = text[len(title) : len(title) + 2]
    return goes_on[:1].isalnum() or (width(title) >= BROKEN_WIDTH and goes_on.strip().isalnum())


def _is_motto(title: str, item: Item, names: Names) -> bool:
    """Whether a maker heads its own page without saying whose, as its readers know that."""
    return names.of_host(item.url) is not None and not names.find(title)


def _is_sentence_of(title: str, item: Item) -> bool:
    """Whether the title is nothing but the beginning of its text: a line of a digest."""
    return close_gaps(" ".join(clean_text(item.text).split())).startswith(close_gaps(title))


def _statements(item: Item, title: str, names: Names) -> list[str]:
    """Return what the first sentences of `item` say, as headlines about the title's matter."""
    topic = read_evidence(title, names)
    opening = split_sentences(close_gaps(clean_text(item.text[:2000])))[:OPENING_SENTENCES]
    found = []
    for sentence in opening:
        limit = SENTENCE_WIDTHS.get(item.lang, SENTENCE_WIDTH)
        plain = shorten(clean_headline(_TIME_FIRST.sub("", sentence)), limit, at_marks=True)
        plain = shorten(plain)
        about = read_evidence(plain, names)
        shared = len(about.words & topic.words)
        is_same = bool(about.topics & topic.topics) or shared >= (2 if topic.topics else 1)
        is_plain = not (_NO_HEADLINE.search(plain) or is_personal(plain) or is_notice(sentence))
        fits = CLAUSE_WIDTH <= width(plain) <= LONGEST_HEADLINE
        if is_same and is_plain and fits and not is_label(plain):
            found.append(plain)
    return found

"""The sentences of an item, each with what it tells and how well it stands alone.

A fact is worth what a reader of news asks for: who, how much, when, by whom
reported, and what the headline speaks of. `picking` chooses among them;
weights are set by hand on the seed brief's key facts and by reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.language.amounts import MONEY_UNITS, Amount
from bot.language.fold import han_share
from bot.language.names import Names
from bot.language.sentences import split_sentences
from bot.writers.cleaning import clean_text, close_gaps, is_notice, is_talk
from bot.writers.evidence import (
    Evidence,
    content_words,
    find_addresses,
    is_bare_domain,
    read_evidence,
)
from bot.writers.manner import Leaning, begins_list, continues_list, leaning, manner

# News tells the most important first; what stands after this many sentences is background.
MOST_SENTENCES = 40
MOST_CHARACTERS = 20_000
# What any word of a sentence is worth, a pair of Chinese characters half of it; what one
# loses that has nothing else: a flourish.
WORD, WORD_HAN = 0.06, 0.03
FLOURISH = 3.0
# So many amounts of a sentence count in full; the rest of a long table little.
MOST_AMOUNTS, MORE_AMOUNTS = 3, 0.2
# A list that is told whole is no longer than this.
LONGEST_LIST = {"zh": 250, "en": 520}
# A sentence with this share of Chinese letters is read as Chinese.
HAN = 0.2

_WHOLE = re.compile(r"[。！？!?.][”’」』）)\"']*$|[”」』\"]$")
_CUT_OFF = re.compile(r"(?:…|\.{3,}|\[…\]|\[\.{3}\]|[:：,，、])$")
_REPORTED = re.compile(
    r"\b(?:according to|reports?|reported|told|said|says|announced?|confirmed|people familiar"
    r"|sources)\b|据|报道|消息|表示|宣布|透露|称|显示|否认|证实|公布",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied)|refuted?|debunked|withdrawn|retracted)\b|否认|辟谣|不实|假消息|撤回"
    r"|澄清",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an item, with what it tells and how well it stands alone.

    `facts` maps each fact to its worth; `relevance` is what that counts in this
    story; `manner` is what its style takes away; `leans` says which of those
    before it has to be told, too.
    """

    text: str
    place: int
    facts: Mapping[str, float]
    relevance: float
    manner: float
    leans: Leaning


def read_sentences(text: str, headline: Evidence, names: Names) -> list[Sentence]:
    """Return the sentences of `text` that are news and whole, in order.

    A sentence that the source cut off is left out, unless there is no other.
    """
    parts = split_sentences(close_gaps(clean_text(text[:MOST_CHARACTERS])))
    news = list(islice((part for part in parts if _is_news(part)), MOST_SENTENCES))
    news = _with_lists_whole(news) or _rescued(parts[:MOST_SENTENCES], headline)
    whole = [part for part in news if _WHOLE.search(part) and not _CUT_OFF.search(part)]
    sentences: list[Sentence] = []
    before = ("", read_evidence("", names))
    for place, part in enumerate(whole or news):
        this = (part, read_evidence(part, names))
        sentences.append(_weigh(*this, place, headline, leaning(*this, *before)))
        before = this
    return sentences


def _with_lists_whole(parts: Sequence[str]) -> list[str]:
    """Return `parts` with what is told one after the other (first, second) as one of them.

    A list too long for a body stays in sentences.
    """
    runs: list[list[str]] = []
    for part in parts:
        goes_on = runs and begins_list(runs[-1][0]) and continues_list(part)
        longest = LONGEST_LIST["zh" if is_han(part) else "en"]
        if goes_on and sum(map(len, runs[-1])) + len(part) <= longest:
            runs[-1].append(part)
        else:
            runs.append([part])
    return [("" if is_han(run[0]) else " ").join(run) for run in runs]


def _is_news(sentence: str) -> bool:
    return not is_notice(sentence) and not _has_link(sentence)


def _has_link(sentence: str) -> bool:
    """Tell whether a sentence holds an address, which would be a hole or a link in a body."""
    return any(not is_bare_domain(address) for address in find_addresses(sentence))


def _rescued(parts: Sequence[str], headline: Evidence) -> list[str]:
    """Return the sentences that speak of the headline's matter though they end in a call."""
    return [
        part
        for part in parts
        if len(content_words(part) & headline.words) >= 2 and not (_has_link(part) or is_talk(part))
    ]


def _weigh(
    text: str, evidence: Evidence, place: int, headline: Evidence, leans: Leaning
) -> Sentence:
    facts = {f"topic {topic}": 2.0 for topic in evidence.topics & headline.topics}
    others = sorted(evidence.topics - headline.topics)[:2]
    facts |= {f"topic {topic}": 0.6 for topic in others}
    facts |= _amounts_told(evidence)
    word = WORD_HAN if is_han(text) else WORD
    facts |= {f"word {each}": word for each in evidence.words}
    facts |= {f"word {each}": 0.4 for each in evidence.words & headline.words}
    if _REPORTED.search(text):
        facts["reported"] = 1.2
    if _DENIED.search(text):
        # A rumour told without its denial would be a false report.
        facts["denied"] = 3.0
    tells = begins_list(text) or any(worth > WORD for worth in facts.values())
    style = manner(text, leans) - FLOURISH * (not tells)
    return Sentence(text, place, facts, _relevance(evidence, headline), style, leans)


def _amounts_told(evidence: Evidence) -> dict[str, float]:
    """Return the amounts a sentence gives with their worth; the largest of a table count."""
    worths = {f"{each.unit} {each.value:g}": _amount_worth(each) for each in evidence.amounts}
    ordered = sorted(worths, key=lambda fact: -worths[fact])
    return {
        fact: worths[fact] if rank < MOST_AMOUNTS else min(MORE_AMOUNTS, worths[fact])
        for rank, fact in enumerate(ordered)
    }


def _relevance(evidence: Evidence, headline: Evidence) -> float:
    """Return what a sentence's facts count, by how much it speaks of the headline's matter."""
    if not evidence.topics & headline.topics and not evidence.words & headline.words:
        return 0.5
    share = len(evidence.words & headline.words) / max(1, len(headline.words))
    return 0.8 + 0.6 * share


def _amount_worth(amount: Amount) -> float:
    if amount.unit in MONEY_UNITS:
        return 1.8
    if amount.unit in {"%", "times"}:
        return 1.4
    if amount.unit == "count" and amount.value >= 1000:
        return 1.4
    return {"date": 0.8, "version": 0.4}.get(amount.unit, 0.4)


def is_han(text: str) -> bool:
    """Tell whether `text` is Chinese, however many Latin names it has."""
    return han_share(text) >= HAN

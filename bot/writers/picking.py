"""Which sentences of an item a short body is made of.

A sentence is worth the facts that no picked one has told yet: who, how much,
when, by whom reported, and what the headline speaks of. Called by
`extractive`; weights are set by hand on the seed brief's key facts and by
reading.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence, Set
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

# News tells the most important first; what stands after this many sentences is background.
MOST_SENTENCES = 40
MOST_CHARACTERS = 20_000
# Past half of the room, a sentence must tell this much for its length to be added.
WORTH_MORE_THAN_BREVITY = 0.12
# Two sentences that share more than this of the shorter one's words say the same;
# a Chinese word here is any pair of characters, of which fewer coincide.
REPEATS_FROM = 0.5
REPEATS_FROM_HAN = 0.36
# What any word of a sentence is worth; what one loses that has nothing else: a flourish.
WORD = 0.06
FLOURISH = 0.8
# What the first of several loses: the others seldom find room.
FIRST_OF_SEVERAL = 0.4
# A list that is told whole is no longer than this.
LONGEST_LIST = 250
HALF = 0.5
# What a second sentence loses that announces the same again in other words.
ANNOUNCED_TWICE = 1.5

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
_LEANING = re.compile(
    r"^(?:but|and|so|yet|however|moreover|furthermore|instead|still|then|also|that said|in addition"
    r"|meanwhile|therefore|thus|for example|for instance|second|third|finally|another|the latter"
    r"|on the other hand|as a result|it|they|he|she|his|her|its|their|these|those|this|that)\b"
    r"|^(?:但|不过|然而|而(?!且)|而且|此外|同时|其中|其次|再次|最后|另外|因此|所以|于是|并且|二是"
    r"|三是|四是"
    r"|其三|其二|第二|第三|例如|比如|换句话说|也就是说|相比之下|与此同时|随后|之后|它|他|她|其|这"
    r"|该|这一|后者|前者)",
    re.IGNORECASE,
)
_STRONGLY_LEANING = re.compile(
    r"^(?:but|and|so|yet|however|instead|still|then|second|third|another|the latter|for example)\b"
    r"|^(?:但|然而|所以|于是|首先|其次|一是|一方面|二是|三是|四是|其二|其三|第二|第三|例如|比如"
    r"|换句话说|也就是说|后者|前者|另一|还有一)",
    re.IGNORECASE,
)
# The first of several that are told one after the other: alone it misleads.
_FIRST_OF_SEVERAL = re.compile(
    r"^(?:first(?:ly)?|the first|one (?:is|was))\b|^(?:首先|其一|第一|一是)|[：:，]\s*(?:一是"
    r"|其一|首先|第一，)",
    re.IGNORECASE,
)
_FURTHER_ONE = re.compile(
    r"^(?:second(?:ly)?|third(?:ly)?|fourth(?:ly)?|finally|the (?:second|third|fourth|last)"
    r"|another (?:is|was))\b"
    r"|^(?:其次|再次|最后|其[二三四]|第[二三四五]|[二三四五]是)",
    re.IGNORECASE,
)
_ANNOUNCING = re.compile(
    r"^.{0,40}?(?:发布|推出|宣布|上线|开源|公布|\breleas|\blaunch|\bannounc|\bunveil|\bintroduc)",
    re.IGNORECASE,
)
_CHATTY = re.compile(
    r"\b(?:i|i'm|i’m|i've|we|we're|let's|you|you're|your|my|folks|guys|hey|wow|check|imagine)\b"
    r"|我(?!国)|咱|你|大家|小伙伴|宝子|赶紧|快来|等等党|一起来|吧[。！]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an item, with what it tells and how well it stands alone.

    `facts` maps each fact to its worth; `relevance` is what that counts in this
    story; `manner` is what its style takes away; `leans` is true where it makes
    no sense without the one before.
    """

    text: str
    place: int
    facts: Mapping[str, float]
    relevance: float
    manner: float
    leans: bool


def read_sentences(text: str, headline: Evidence, names: Names) -> list[Sentence]:
    """Return the sentences of `text` that are news and whole, in order.

    A sentence that the source cut off is left out, unless there is no other.
    """
    parts = split_sentences(close_gaps(clean_text(text[:MOST_CHARACTERS])))
    news = list(islice((part for part in parts if _is_news(part)), MOST_SENTENCES))
    news = _with_lists_whole(news) or _rescued(parts[:MOST_SENTENCES], headline)
    whole = [part for part in news if _WHOLE.search(part) and not _CUT_OFF.search(part)]
    return [_weigh(part, place, headline, names) for place, part in enumerate(whole or news)]


def _with_lists_whole(parts: Sequence[str]) -> list[str]:
    """Return `parts` with what is told one after the other (first, second) as one of them.

    A list too long for a body stays in sentences.
    """
    runs: list[list[str]] = []
    for part in parts:
        goes_on = runs and _FIRST_OF_SEVERAL.search(runs[-1][0]) and _FURTHER_ONE.search(part)
        if goes_on and sum(map(len, runs[-1])) + len(part) <= LONGEST_LIST:
            runs[-1].append(part)
        else:
            runs.append([part])
    return [("" if han_share(run[0]) > HALF else " ").join(run) for run in runs]


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


def _weigh(text: str, place: int, headline: Evidence, names: Names) -> Sentence:
    evidence = read_evidence(text, names)
    facts = {f"topic {topic}": 2.0 for topic in evidence.topics & headline.topics}
    others = sorted(evidence.topics - headline.topics)[:2]
    facts |= {f"topic {topic}": 0.6 for topic in others}
    for amount in evidence.amounts:
        facts[f"{amount.unit} {amount.value:g}"] = _amount_worth(amount)
    facts |= {f"word {word}": WORD for word in evidence.words}
    facts |= {f"word {word}": 0.4 for word in evidence.words & headline.words}
    if _REPORTED.search(text):
        facts["reported"] = 1.2
    if _DENIED.search(text):
        # A rumour told without its denial would be a false report.
        facts["denied"] = 3.0
    manner = _manner(text) - FLOURISH * (not any(worth > WORD for worth in facts.values()))
    leans = _STRONGLY_LEANING.match(text) is not None
    return Sentence(text, place, facts, _relevance(evidence, headline), manner, leans)


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


def _manner(text: str) -> float:
    penalties = (
        (1.5, _STRONGLY_LEANING.match(text)),
        (FIRST_OF_SEVERAL, _FIRST_OF_SEVERAL.search(text)),
        (0.5, _LEANING.match(text)),
        (1.5, text.rstrip("”」\"'").endswith(("?", "？"))),
        (0.8, text.endswith(("!", "！"))),
        (1.2, _CHATTY.search(text)),
        (1.0, find_addresses(text)),
    )
    return -sum(cost for cost, applies in penalties if applies)


def pick_sentences(
    sentences: Sequence[Sentence], limit: int, after: Sequence[Sentence] = ()
) -> list[Sentence]:
    """Return the sentences of one item that tell most within `limit` characters, in order.

    What the sentences in `after`, of another item, tell is told already. Past
    half of `limit` only a sentence that tells much is still added.
    """
    picked: list[Sentence] = []
    told: set[str] = {fact for one in after for fact in one.facts}
    room = limit
    while True:
        worths = {
            one.place: _worth(one, picked, after, told)
            for one in sentences
            if one not in picked and len(one.text) <= room
        }
        best = max(
            (one for one in sentences if one.place in worths),
            key=lambda one: worths[one.place],
            default=None,
        )
        enough = 0.0 if room > limit / 2 else WORTH_MORE_THAN_BREVITY
        if best is None or (picked and worths[best.place] < enough):
            return sorted(picked, key=lambda one: one.place)
        picked.append(best)
        told |= best.facts.keys()
        room -= len(best.text) + 1


def fact_worth(sentences: Sequence[Sentence]) -> float:
    """Return how much `sentences` tell together, each fact counted once."""
    facts = {fact: worth for one in sentences for fact, worth in one.facts.items()}
    return float(sum(facts.values()) + sum(one.manner for one in sentences))


def _worth(
    sentence: Sentence, picked: Sequence[Sentence], after: Sequence[Sentence], told: Set[str]
) -> float:
    """Return how much new a sentence tells for its length; below 0 it does harm."""
    if _repeats(sentence, [*after, *picked]):
        return -1.0
    if sentence.leans and not any(one.place == sentence.place - 1 for one in picked):
        return -0.5
    fresh = sum(worth for fact, worth in sentence.facts.items() if fact not in told)
    early = 1 / (1 + 0.08 * sentence.place) + (0.5 if sentence.place == 0 else 0)
    worth = fresh * sentence.relevance * early + sentence.manner
    worth -= ANNOUNCED_TWICE * _announces_again(sentence, [*after, *picked])
    return worth / math.pow(max(len(sentence.text), 30), 0.6)


def _repeats(sentence: Sentence, picked: Sequence[Sentence]) -> bool:
    mine = _words(sentence)
    allowed = REPEATS_FROM_HAN if han_share(sentence.text) > HALF else REPEATS_FROM
    return any(
        len(mine & theirs) > allowed * max(1, min(len(mine), len(theirs)))
        for theirs in map(_words, picked)
    )


def _words(sentence: Sentence) -> set[str]:
    return {fact for fact in sentence.facts if fact.startswith("word ")}


def _announces_again(sentence: Sentence, picked: Sequence[Sentence]) -> bool:
    return _ANNOUNCING.match(sentence.text) is not None and any(
        _ANNOUNCING.match(one.text) for one in picked
    )

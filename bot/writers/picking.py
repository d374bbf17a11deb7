"""Which sentences of an item a short body is made of.

A sentence is worth the facts that no picked one has told yet. Called by
`extractive` with what `weighing` made of an item.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence, Set

from bot.writers.evidence import content_words
from bot.writers.manner import Leaning
from bot.writers.weighing import Sentence, is_han

# Past half of the room, a sentence must tell this much for its length to be added.
WORTH_MORE_THAN_BREVITY = 0.12
# While more than this share of the room is left, any sentence that stands is better than none.
STILL_EMPTY, BETTER_THAN_NOTHING = 0.8, -0.3
# Two sentences that share more than this of the shorter one's words say the same;
# a Chinese word here is any pair of characters, of which fewer coincide.
REPEATS_FROM, REPEATS_FROM_HAN = 0.5, 0.36
# A sentence that shares this much with the first begins again: some digests tell an item
# in short and then in full.
BEGINS_AGAIN, BEGINS_AGAIN_HAN = 0.6, 0.34
OPENING_CHARACTERS, SAME_OPENING = 10, 14
# Two announcements that name so many things, all the same, are of one thing.
FEWEST_THINGS = 3
# What a second sentence loses that announces the same again in other words, and one for
# each telling amount that is told already.
ANNOUNCED_TWICE, SAID_TWICE = 1.5, 0.7
# A fact worth this much is reason enough to add a sentence of another item.
TELLING_FACT = 1.4

_PROVISO = re.compile(r"^(?:据|近日|日前|今日|昨日|目前|当地时间|\d)[^，]{0,20}，\s*")
_ANNOUNCING = re.compile(
    r"^.{0,40}?(?:发布|推出|宣布|上线|开源|公布|\breleas|\blaunch|\bannounc|\bunveil|\bintroduc)",
    re.IGNORECASE,
)


def pick_telling(sentences: Sequence[Sentence], limit: int) -> list[Sentence]:
    """Return the sentences of one item that tell most within `limit` characters, in order.

    An item that tells its story twice, in short and in full, is told from one of the two.
    """
    again = next((one.place for one in sentences[1:] if _begins_again(one, sentences[0])), None)
    parts = [sentences] if again is None else [sentences[:again], sentences[again:]]
    return max((pick_sentences(part, limit) for part in parts), key=fact_worth, default=[])


def _begins_again(sentence: Sentence, first: Sentence) -> bool:
    shared = BEGINS_AGAIN_HAN if is_han(sentence.text) else BEGINS_AGAIN
    is_again = _overlap(sentence, first) > shared or _announces_the_same(sentence, first)
    return (
        sentence.leans is Leaning.NONE and is_again and bool(_opening(sentence) & _opening(first))
    )


def _opening(sentence: Sentence) -> frozenset[str]:
    """Return the words that a sentence begins with, after when it was and by whose word."""
    return content_words(_PROVISO.sub("", sentence.text)[:OPENING_CHARACTERS])


def pick_sentences(
    sentences: Sequence[Sentence], limit: int, after: Sequence[Sentence] = ()
) -> list[Sentence]:
    """Return those of `sentences` that tell most within `limit` characters, in order.

    What the sentences in `after`, of another item, tell is told already. Past
    half of `limit` only a sentence that tells much is still added.
    """
    picked: list[Sentence] = []
    told: set[str] = {fact for one in after for fact in one.facts}
    room = limit
    while True:
        worths = {
            one.place: _worth(one, picked, sentences, after, told)
            for one in sentences
            if one not in picked and len(one.text) <= room
        }
        best = max(
            (one for one in sentences if one.place in worths),
            key=lambda one: worths[one.place],
            default=None,
        )
        enough = 0.0 if room > limit / 2 else WORTH_MORE_THAN_BREVITY
        if room > limit * STILL_EMPTY:
            enough = BETTER_THAN_NOTHING
        if best is None or ((picked or after) and worths[best.place] < enough):
            return sorted(picked, key=lambda one: one.place)
        picked.append(best)
        told |= best.facts.keys()
        room -= len(best.text) + 1


def pick_additions(
    sentences: Sequence[Sentence], room: int, after: Sequence[Sentence]
) -> list[Sentence]:
    """Return the sentences of another item that add a telling fact to those in `after`.

    They stand alone and speak of the headline's matter.
    """
    told = {fact for one in after for fact in one.facts}

    def adds(one: Sentence) -> bool:
        is_about = any(fact.startswith("topic ") and worth > 1 for fact, worth in one.facts.items())
        fresh = (
            worth
            for fact, worth in one.facts.items()
            if fact not in told and not fact.startswith("topic ")
        )
        stands = one.leans is Leaning.NONE and not _announces_again(one, after)
        return is_about and stands and max(fresh, default=0.0) >= TELLING_FACT

    return pick_sentences([one for one in sentences if adds(one)], room, after)


def fact_worth(sentences: Sequence[Sentence]) -> float:
    """Return how much `sentences` tell together, each fact counted once."""
    facts = {fact: worth for one in sentences for fact, worth in one.facts.items()}
    return float(sum(facts.values()) + sum(one.manner for one in sentences))


def _worth(
    sentence: Sentence,
    picked: Sequence[Sentence],
    sentences: Sequence[Sentence],
    after: Sequence[Sentence],
    told: Set[str],
) -> float:
    """Return how much new a sentence tells for its length; below 0 it does harm."""
    before = [*after, *picked]
    if any(_repeats(sentence, one) for one in before):
        return -1.0
    if not _stands(sentence, before, sentences):
        return -0.5
    fresh = sum(worth for fact, worth in sentence.facts.items() if fact not in told)
    early = 1 / (1 + 0.08 * sentence.place) + (0.5 if sentence.place == 0 else 0)
    worth = fresh * sentence.relevance * early + sentence.manner
    worth -= ANNOUNCED_TWICE * _announces_again(sentence, before)
    twice = [fact for fact in sentence.facts.keys() & told if not fact.startswith("topic ")]
    worth -= SAID_TWICE * sum(sentence.facts[fact] >= TELLING_FACT for fact in twice)
    return worth / math.pow(max(len(sentence.text), 30), 0.6)


def _stands(sentence: Sentence, picked: Sequence[Sentence], sentences: Sequence[Sentence]) -> bool:
    """Tell whether what `sentence` leans on is picked.

    A pronoun leans on the last sentence before it that has none, or on one in
    between that is told. One in between that is not told may bring up nothing
    else for the pronoun to mean.
    """
    if sentence.leans is Leaning.NONE:
        return True
    skipped: set[str] = set()
    for one in reversed([each for each in sentences if each.place < sentence.place]):
        if one in picked:
            return skipped <= one.facts.keys()
        if sentence.leans is Leaning.ON_LAST or one.leans is Leaning.NONE:
            return False
        skipped |= _things(one)
    return False


def _things(sentence: Sentence) -> set[str]:
    """Return what a sentence names: its topics, and in Chinese whatever is in Latin letters."""
    kinds = ("topic ", "word ") if is_han(sentence.text) else ("topic ",)
    named = (fact for fact in sentence.facts if fact.startswith(kinds))
    return {fact for fact in named if fact.startswith("topic ") or fact[5:6].isascii()}


def _repeats(sentence: Sentence, other: Sentence) -> bool:
    shared = REPEATS_FROM_HAN if is_han(sentence.text) else REPEATS_FROM
    return _overlap(sentence, other) > shared or _announces_the_same(sentence, other)


def _overlap(sentence: Sentence, other: Sentence) -> float:
    """Return how much of the shorter one's words the two share, from 0 to 1."""
    mine, theirs = _words(sentence), _words(other)
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _words(sentence: Sentence) -> set[str]:
    return {fact for fact in sentence.facts if fact.startswith("word ")}


def _announces_the_same(sentence: Sentence, other: Sentence) -> bool:
    """Tell whether both announce something, and name the same and nothing else."""
    if not (is_han(sentence.text) and _announces_again(sentence, [other])):
        return False
    mine, theirs = _things(sentence), _things(other)
    return len(mine & theirs) >= FEWEST_THINGS and (mine <= theirs or theirs <= mine)


def _announces_again(sentence: Sentence, picked: Sequence[Sentence]) -> bool:
    return _ANNOUNCING.match(sentence.text) is not None and any(
        _ANNOUNCING.match(one.text) for one in picked
    )

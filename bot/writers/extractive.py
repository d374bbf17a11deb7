"""Texts made of the items' own sentences: the writer that needs no model.

`Writer` calls it for every story; its text stands wherever a model's does not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from bot.language.names import Names
from bot.language.sentences import split_sentences
from bot.model import Item, SlotText, Story
from bot.writers.cleaning import clean_headline, clean_text
from bot.writers.evidence import Evidence, content_words, read_evidence
from bot.writers.outlet_lines import outlet_name, tell_by_outlets
from bot.writers.picking import Sentence, fact_worth, pick_sentences, read_sentences

WRITTEN_BY = "extractive"
# A five-minute brief leaves each of ten stories about this many characters.
BODY_LIMITS = {"zh": 280}
BODY_LIMIT = 420
# Below this a body is filled up from another item of the story.
SHORT_BODY = 80
# Widths, a Chinese character counting twice: a first sentence of this is enough of a
# headline, one to avoid, one that is cut.
FULL_HEADLINE = 50
LONG_HEADLINE = 110
LONGEST_HEADLINE = 150
# Items looked at per story: those with the longest texts.
MOST_ITEMS = 6

_NO_OUTLETS: Mapping[str, str] = {}
_TAIL = re.compile(r"(?:[\s:：,，、;；]|…|\.{2,}|\[…\])+$")
# What separates the events of a digest's title: `Today: A, B, C and D`.
_LIST_PART = re.compile(r"[,，;；、|｜]\s*(?=\S)")
# How one person tells what they did with the news.
_ONE_READER = re.compile(
    r"^(?:tried|trying|i|my|we|how i|show hn|ask hn)\b|试用|体验|实测|上手", re.IGNORECASE
)
_CLAUSE_END = re.compile(r"[，；,;](?!\d)")


def write(
    story: Story, lang: str, names: Names, outlets: Mapping[str, str] = _NO_OUTLETS
) -> SlotText:
    """Return a headline and body for `story` in its items' own words.

    Told from items in `lang` where there are any, else from the others as they
    are. `outlets` maps source slugs to what readers call them. The body is
    whole sentences in source order; where no item has text it says so.
    """
    items = [item for item in story.items if item.lang == lang] or list(story.items)
    told = sorted(items, key=lambda item: -len(item.text))[:MOST_ITEMS]
    headlines = {item.id: _headline(item, outlets) for item in told}
    read = {item.id: read_evidence(headlines[item.id], names) for item in told}
    bodies = {item.id: _read_body(item, read[item.id], names) for item in told}
    best = max(told, key=lambda item: fact_worth(bodies[item.id]))
    agreement = _agreement(list(headlines.values()))
    headline = max(
        told,
        key=lambda item: (
            _headline_worth(headlines[item.id], read[item.id], item is best)
            + agreement(headlines[item.id])
        ),
    )
    title = _short_headline(headlines[headline.id])
    body = _join(_fill_up(best, told, bodies), best.lang)
    if len(content_words(body) - content_words(title)) < 3:
        body = tell_by_outlets(items, lang, _limit(lang), outlets)
    return SlotText(title, body, WRITTEN_BY)


def write_headline_only(
    story: Story, lang: str, outlets: Mapping[str, str] = _NO_OUTLETS
) -> SlotText:
    """Return the plainest text there is: the headline, and which outlets carry it."""
    items = [item for item in story.items if item.lang == lang] or list(story.items)
    headline = _headline(items[0], outlets) if items else clean_headline(story.headline)
    return SlotText(
        _short_headline(headline), tell_by_outlets(items, lang, _limit(lang), outlets), WRITTEN_BY
    )


def _limit(lang: str) -> int:
    return BODY_LIMITS.get(lang, BODY_LIMIT)


def _read_body(item: Item, headline: Evidence, names: Names) -> list[Sentence]:
    sentences = read_sentences(item.text, headline, names)
    return pick_sentences(sentences, _limit(item.lang)) or sentences[:1]


def _fill_up(
    best: Item, items: Sequence[Item], bodies: Mapping[str, list[Sentence]]
) -> list[Sentence]:
    """Return the best item's sentences, with another item's after them if they are few."""
    picked = bodies[best.id]
    length = sum(len(one.text) for one in picked)
    if length >= SHORT_BODY:
        return picked
    others = [item for item in items if item is not best and item.lang == best.lang]
    if not others:
        return picked
    second = bodies[max(others, key=lambda item: fact_worth(bodies[item.id])).id]
    return [*picked, *pick_sentences(second, _limit(best.lang) - length, after=picked)]


def _headline(item: Item, outlets: Mapping[str, str]) -> str:
    """Return the item's headline; one without a title is called by its first sentence."""
    title = clean_headline(item.title, outlets.values())
    first = next(iter(split_sentences(clean_text(item.text))), "")
    return title or clean_headline(first) or outlet_name(item.source, outlets)


def _short_headline(headline: str) -> str:
    """Return a headline that is one statement of a bearable length."""
    first = next(iter(split_sentences(headline)), headline)
    if _width(headline) > LONG_HEADLINE or (
        first.endswith((".", "。")) and _width(first) >= FULL_HEADLINE
    ):
        headline = clean_headline(first)
    if _width(headline) <= LONGEST_HEADLINE:
        return headline
    return _cut_at_clause(headline, LONG_HEADLINE)


def _width(text: str) -> int:
    """Return a length in which a Chinese character counts as two Latin ones."""
    return len(text) + sum("\u3400" <= character <= "\u9fff" for character in text)


def _agreement(headlines: Sequence[str]) -> Callable[[str], float]:
    """Return a function that says how far a headline says what the others say, 0 to 1.

    One reader's view of an event, or a list it is only part of, shares few
    words with how the outlets head it.
    """
    counts = Counter(word for headline in headlines for word in content_words(headline))

    def share(headline: str) -> float:
        words = content_words(headline)
        told_by_others = sum(counts[word] > 1 for word in words)
        return told_by_others / max(len(words), 1)

    return share


def _headline_worth(headline: str, evidence: Evidence, is_best: bool) -> float:
    """Return how well a headline says who did what; the body's own item has the advantage."""
    worth = min(len(evidence.topics), 2) + 0.5 * min(len(evidence.amounts), 2) + is_best
    worth -= 1.5 * (_width(headline) < 24) + 1.0 * (_width(headline) > LONG_HEADLINE)
    worth -= 1.0 * headline.endswith(("?", "？"))
    worth -= 1.5 * bool(_ONE_READER.search(headline))
    worth -= 2.0 * (len(_LIST_PART.findall(headline)) >= 3)
    return worth


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

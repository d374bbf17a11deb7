"""Picks and texts -> the brief: title, lead, focus line, slots.

The last verb of the editor; the newsroom stores what comes out as a draft.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.editor.kinds import kinds_of
from bot.editor.pick import Pick
from bot.language.amounts import find_amounts
from bot.language.fold import detect_lang
from bot.language.headlines import is_label, shorten
from bot.language.names import Names
from bot.language.sentences import split_sentences
from bot.model import Brief, Citation, Edition, Item, Slot, SlotText, Source, TopicKind

# Silent reading of news: Chinese characters and English words in a minute.
CHARACTERS_PER_MINUTE, WORDS_PER_MINUTE = 400, 230
FOCUS_NAMES = 3
# What a name counts for the focus beside the first in a headline: in it, or in the reports.
NAMED, TAGGED = 0.5, 0.15
# An English clause in the title is cut to about this width.
CLAUSE_WIDTH = 75
# A clause of a title at least this long still says what happened.
CLAUSE_CHARACTERS, CLAUSE_WORDS = 8, 3
# A first sentence of more characters than this is no opening.
LONGEST_OPENINGS = {"zh": 90}
LONGEST_OPENING = 180

_LATIN_RUN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+%$_-]*")
_ATTRIBUTION = re.compile(r"^[^：:，,]{1,14}[：:]\s*")
_ZH_CLAUSE = re.compile(r"[，；]")
_SUBORDINATE = re.compile(r"(?:后|时|之际|以来|之前|背景下|情况下)$")
_EN_CLAUSE = re.compile(r"\s+[—–-]\s+|;\s+|,\s+(?=\w+ing\b|as\b|amid\b|but\b|and\b|with\b|after\b)")


def compose(
    edition: Edition,
    day: date,
    picks: Sequence[Pick],
    texts: Mapping[str, SlotText],
    sources: Mapping[str, Source],
    now: datetime,
    names: Names,
) -> Brief:
    """Return the draft of `edition` on `day`, one slot per pick in their order.

    `texts` are by story id; a pick without one is told by its headline alone.
    `sources` are by slug, for the outlets' names.
    """
    slots = tuple(
        _slot(position, chosen, texts.get(chosen.story.id), sources, edition.lang)
        for position, chosen in enumerate(picks, start=1)
    )
    return Brief(
        edition=edition.slug,
        date=day,
        lang=edition.lang,
        title=_title(slots, names, edition.lang),
        lead=_lead(slots, names, edition.lang),
        focus=_focus(slots, names, edition.lang),
        reading_minutes=_reading_minutes(slots, edition.lang),
        slots=slots,
        edited_at=now,
        size=edition.size,
    )


def _slot(
    position: int,
    chosen: Pick,
    text: SlotText | None,
    sources: Mapping[str, Source],
    lang: str,
) -> Slot:
    story = chosen.story
    ordered = sorted(story.items, key=lambda item: (item.lang != lang, item.published, item.id))
    return Slot(
        position=position,
        story=story.id,
        headline=text.headline if text else story.headline,
        body=text.body if text else "",
        image=next((item.image for item in ordered if item.image), None),
        topics=story.topics,
        published_at=story.first_seen,
        sources=_citations(ordered, sources),
        reasons=chosen.score.reasons,
        since=chosen.since,
    )


def _citations(items: Sequence[Item], sources: Mapping[str, Source]) -> tuple[Citation, ...]:
    """Return where the story was read, each page once."""
    cited: dict[str, Citation] = {}
    for item in items:
        source = sources.get(item.source)
        name = source.title if source and source.title else item.source
        cited.setdefault(item.url or item.id, Citation(name, item.url, item.title, item.lang))
    return tuple(cited.values())


def _title(slots: Sequence[Slot], names: Names, lang: str) -> str:
    """Return what the two strongest stories say, each in one clause.

    Of those that readers can read, while there are two.
    """
    told = _readable(slots, lang)
    clauses = [main_clause(slot.headline, names, lang) for slot in told[:2]]
    return ("，" if lang == "zh" else "; ").join(clauses)


def _readable(slots: Sequence[Slot], lang: str) -> Sequence[Slot]:
    """Return the slots in the edition's language before those told in another."""
    return sorted(slots, key=lambda slot: detect_lang(slot.headline) not in {lang, "other"})


def main_clause(headline: str, names: Names, lang: str) -> str:
    """Return the part of `headline` that says what happened, without who says so.

    In zh the clause that names, counts and tells an event the most, the first of equals; in
    en the first that is long enough to stand by itself.
    """
    headline = headline.strip().rstrip("。.；;！!")
    if lang != "zh":
        ends = (match.start() for match in _EN_CLAUSE.finditer(headline))
        heads = (headline[:end] for end in ends)
        clause = next((one for one in heads if _is_clause(one)), headline)
        return shorten(clause, CLAUSE_WIDTH)
    said_by = _ATTRIBUTION.match(headline)
    # A name before the colon is who the news is about, not who says so.
    if said_by and not names.find(said_by[0]):
        headline = headline[said_by.end() :] or headline
    clauses = [clause.strip() for clause in _ZH_CLAUSE.split(headline)]
    clauses = [
        clause
        for clause in clauses
        if len(clause) >= CLAUSE_CHARACTERS and not _SUBORDINATE.search(clause)
    ]
    return max(clauses, key=lambda clause: _facts(clause, names), default=headline)


def _is_clause(head: str) -> bool:
    return len(head.split()) >= CLAUSE_WORDS and not is_label(head)


def _facts(clause: str, names: Names) -> int:
    return len(names.find(clause)) + len(find_amounts(clause)) + bool(kinds_of(clause))


def _lead(slots: Sequence[Slot], names: Names, lang: str) -> str:
    """Return the first sentence of the top story, then two more stories in a clause each.

    A long sentence gives way to the headline, as does one that tells no event or
    names an outlet; a mere label gives way to the next story.
    """
    told = _readable(slots, lang)
    if not told:
        return ""
    opening = _opening(told[0], lang)
    telling = sorted(told[2:], key=lambda slot: is_label(slot.headline))
    others = [main_clause(slot.headline, names, lang) for slot in telling[:2]]
    if not others:
        return opening
    if lang == "zh":
        return f"{opening}另有：{'；'.join(others)}。"
    return f"{opening} Also today: {'; '.join(others)}."


def _opening(slot: Slot, lang: str) -> str:
    first = next(iter(split_sentences(slot.body)), "")
    # What says who carries the story is no opening.
    is_note = any(source.name in first for source in slot.sources)
    is_long = len(first) > LONGEST_OPENINGS.get(lang, LONGEST_OPENING)
    if is_note or is_long or not kinds_of(first):
        first = slot.headline
    ended = first[-1:] in set('。！？.!?”"…')
    return first if ended else f"{first}{'。' if lang == 'zh' else '.'}"


def _focus(slots: Sequence[Slot], names: Names, lang: str) -> tuple[str, ...]:
    """Return the three names the brief is most about, as its readers call them.

    A product stands for its company. Whom a headline names first made the
    news; others in it count half, who only stands in the reports (a host, a
    chip maker) little. Each slot counts, the first ones more.
    """
    counts: dict[str, float] = defaultdict(float)
    for slot in slots:
        named = [_house_of(mention.name, names) for mention in names.find(slot.headline)]
        shares = {_house_of(topic, names): TAGGED for topic in slot.topics}
        shares |= dict.fromkeys(named, NAMED) | dict.fromkeys(named[:1], 1.0)
        for name, share in shares.items():
            counts[name] += share / (slot.position + 1)
    public = {name for name in counts if _kind_of(name, names) is TopicKind.PUBLIC}
    ordered = sorted(counts, key=lambda name: (name in public, -counts[name], name))
    return tuple(names.display(name, lang) for name in ordered[:FOCUS_NAMES])


def _house_of(topic: str, names: Names) -> str:
    return names.with_parents([topic])[-1]


def _kind_of(topic: str, names: Names) -> TopicKind | None:
    known = names.topics.get(topic)
    return known.kind if known else None


def _reading_minutes(slots: Sequence[Slot], lang: str) -> int:
    """Return how long the slots take; in Chinese text, a Latin name reads as one word."""
    text = "\n".join(f"{slot.headline}\n{slot.body}" for slot in slots)
    if lang != "zh":
        return max(1, math.ceil(len(text.split()) / WORDS_PER_MINUTE))
    words = len(_LATIN_RUN.findall(text))
    characters = len(re.sub(r"\s+", "", _LATIN_RUN.sub("", text)))
    return max(1, math.ceil(characters / CHARACTERS_PER_MINUTE + words / WORDS_PER_MINUTE))

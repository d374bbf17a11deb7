"""Picks and texts -> the brief: title, lead, focus line, slots."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.editor.pick import Pick
from bot.language.names import Names
from bot.model import Brief, Citation, Edition, Item, Slot, SlotText, Source

# Silent reading of news: Chinese characters and English words in a minute.
CHARACTERS_PER_MINUTE, WORDS_PER_MINUTE = 400, 230
FOCUS_NAMES = 3


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
    """
    slots = tuple(
        _slot(position, chosen, texts.get(chosen.story.id), sources, edition.lang)
        for position, chosen in enumerate(picks, start=1)
    )
    return Brief(
        edition=edition.slug,
        date=day,
        lang=edition.lang,
        title=_title(slots, edition.lang),
        lead=_lead(slots, edition.lang),
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
        sources=tuple(_cite(item, sources) for item in ordered),
        reasons=chosen.score.reasons,
        since=chosen.since,
    )


def _cite(item: Item, sources: Mapping[str, Source]) -> Citation:
    source = sources.get(item.source)
    return Citation(
        name=source.title if source else item.source,
        url=item.url,
        title=item.title,
        lang=item.lang,
    )


def _title(slots: Sequence[Slot], lang: str) -> str:
    return ("，" if lang == "zh" else "; ").join(slot.headline for slot in slots[:2])


def _lead(slots: Sequence[Slot], lang: str) -> str:
    return slots[0].body if slots else ""


def _focus(slots: Sequence[Slot], names: Names, lang: str) -> tuple[str, ...]:
    counts = Counter(topic for slot in slots for topic in slot.topics)
    return tuple(names.display(name, lang) for name, _ in counts.most_common(FOCUS_NAMES))


def _reading_minutes(slots: Sequence[Slot], lang: str) -> int:
    text = "\n".join(f"{slot.headline}\n{slot.body}" for slot in slots)
    amount = (
        len(text) / CHARACTERS_PER_MINUTE if lang == "zh" else len(text.split()) / WORDS_PER_MINUTE
    )
    return max(1, math.ceil(amount))

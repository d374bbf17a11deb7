"""What was told before, and whether a story has moved on since.

Called by `pick`. More outlets repeating a story is no progress; a new number,
version or kind of event in it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.editor.headlines import best_headline
from bot.editor.kinds import NO_EVENT, kinds_of
from bot.editor.terms import mass, rarity, terms_of
from bot.language.amounts import find_amounts
from bot.language.fold import detect_lang
from bot.language.headlines import is_label, shorten
from bot.language.links import is_forum
from bot.model import Item, Story, Told

# Two headlines that share this much of their words tell the same; within a thread, where
# names and versions recur, it takes more.
SAME_WORDS, THREAD_WORDS = 0.6, 0.85
# A word this telling ties a headline to an earlier one: a version, a product, a matter.
RARE = 4.0
# What was told, and what is new, is cut at a clause to about this width.
LINE_WIDTH = 75


class Memory:
    """The last briefs of an edition, in its language `lang`."""

    def __init__(self, told: Sequence[Told], lang: str) -> None:
        self._lang = lang
        self._by_key: dict[str, Told] = {}
        for entry in sorted(told, key=lambda entry: entry.date):
            for key in (entry.story, *entry.item_ids):
                self._by_key[key] = entry
        self._titles = [terms_of(entry.headline) for entry in told]

    def is_new(self, story: Story) -> bool:
        """Whether a reader of the last briefs has not read this: never told, or moved on."""
        told = self._told_as(story)
        if told is not None:
            return bool(_news_in(story, told))
        goes_on = story.follows in self._by_key
        enough = THREAD_WORDS if goes_on else SAME_WORDS
        if any(_same_words(terms_of(story.headline), t) >= enough for t in self._titles):
            return False
        if goes_on and all(is_forum(item.url) for item in story.items):
            # What a forum says of yesterday's news is an echo of it.
            return False
        label = best_headline(story.items, self._lang)
        return not (is_label(label) and self._names_again(story, label))

    def since(self, story: Story) -> str | None:
        """Return a line that says what changed since `story` was told; None if it never was."""
        told = self._told_as(story)
        if told is not None:
            news = best_headline(_news_in(story, told) or story.items, self._lang)
            return self._line(told, shorten(" ".join(news.split()), LINE_WIDTH))
        earlier = self._by_key.get(story.follows or "")
        return self._line(earlier, None) if earlier and _goes_on(story, earlier) else None

    def _names_again(self, story: Story, label: str) -> bool:
        """Whether `label` merely names what a headline told: it can say nothing new of it."""
        names = frozenset(term for topic in story.topics for term in terms_of(topic))
        rare = {term for term in terms_of(label) - names if rarity(term) >= RARE}
        return any(rare & title for title in self._titles)

    def _told_as(self, story: Story) -> Told | None:
        keys = (story.id, *(item.id for item in story.items))
        return next((self._by_key[key] for key in keys if key in self._by_key), None)

    def _line(self, told: Told, news: str | None) -> str:
        day = told.date
        if self._lang == "zh":
            when = f"{day.month}月{day.day}日"
            told_then = shorten(told.headline, LINE_WIDTH)
            return f"{when}报道后的新进展：{news}" if news else f"{when}曾报道：{told_then}"
        when, told_then = f"{day.day} {day:%B}", shorten(told.headline, LINE_WIDTH)
        return f"New since {when}: {news}" if news else f"Earlier, on {when}: {told_then}"


def _news_in(story: Story, told: Told) -> list[Item]:
    """Return the items that came after the telling and say something it could not."""
    before = [item for item in story.items if item.id in told.item_ids]
    after = [item for item in story.items if item.id not in told.item_ids]
    if not before:
        return []
    known = "\n".join(f"{item.title}\n{item.text}" for item in before)
    numbers = _numbers(known)
    kinds = frozenset().union(*(kinds_of(item.title) for item in before))
    return [
        item
        for item in after
        if (_numbers(item.title) - numbers) or (kinds_of(item.title) - kinds - NO_EVENT)
    ]


def _goes_on(story: Story, told: Told) -> bool:
    """Whether what was told helps to understand `story`: they share more than whom they name.

    One company makes news every day; that alone ties no two of them together.
    Headlines in two languages cannot be compared, so there the thread is trusted.
    """
    lang = detect_lang(told.headline)
    titles = [item.title for item in story.items if item.lang == lang]
    names = frozenset(term for topic in story.topics for term in terms_of(topic))
    before = {term for term in terms_of(told.headline) - names if rarity(term) >= RARE}
    shared = (mass(before & terms_of(title)) for title in titles)
    return not titles or max(shared) > 0


def _numbers(text: str) -> frozenset[tuple[str, float]]:
    return frozenset((amount.unit, amount.value) for amount in find_amounts(text))


def _same_words(one: frozenset[str], other: frozenset[str]) -> float:
    """Return which part of the longer headline's words the other has, by how telling they are."""
    longer = max(mass(one), mass(other))
    return mass(one & other) / longer if longer else 0.0

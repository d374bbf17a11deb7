"""What chats are told beyond the ten, put into words. Held by newsroom.

`app` hands `overlay` to the sender and `due` to the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.following import Alert, Following, Week
from bot.layout import Layout
from bot.model import Chat, ChatKind, Message, Notice, Story
from bot.render import Renderer, plain
from bot.render.keyboards import Rows, story_rows, topic_rows
from bot.render.story import StoryCard, card_of_story
from bot.store import Store

# Topics of the week that get a button.
WEEK_TOPICS = 6


class Notices:
    """Renders what `following` chose."""

    def __init__(
        self, store: Store, renderer: Renderer, following: Following, layout: Layout
    ) -> None:
        self._store = store
        self._renderer = renderer
        self._following = following
        self._layout = layout

    def overlay(self, brief_id: int, chat: Chat) -> Message | None:
        """Return the end of a brief that only `chat` gets; None if nothing is left to tell it."""
        stories = self._following.own_stories(chat, brief_id)
        if not stories:
            return None
        lang, sources = chat.lang, self._store.sources.titles()
        cards = [card_of_story(story, sources, lang) for story in stories]
        return self._renderer.reply(
            "yours_today",
            lang=lang,
            kind=chat.kind,
            cards=cards,
            buttons=self._numbers(chat, stories),
        )

    def _numbers(self, chat: Chat, stories: Sequence[Story]) -> Rows:
        """Return buttons that open stories: in place where one person reads, as under a brief."""
        ids = [story.id for story in stories]
        if chat.kind is ChatKind.PRIVATE:
            return story_rows(ids, None)
        name = self._layout.bot_name
        return story_rows(ids, name) if name else ()

    def due(self) -> list[Notice]:
        """Return what is to be sent now: alerts, and the week to chats whose Sunday hour came."""
        return [*self._alerts(), *self._weeks()]

    def _alerts(self) -> Iterator[Notice]:
        alerts = self._following.alerts_due()
        sources = self._store.sources.titles() if alerts else {}
        for alert in alerts:
            card = card_of_story(alert.story, sources, alert.chat.lang)
            yield Notice(alert.chat, alert.key, self._alert(alert, card))

    def _alert(self, alert: Alert, card: StoryCard) -> Message:
        names = self._following.shown(alert.topics[:3], alert.chat.lang)
        return self._renderer.reply(
            "alert",
            lang=alert.chat.lang,
            kind=alert.chat.kind,
            card=card,
            names=names,
            buttons=(*self._in_full(alert), *topic_rows(names)),
        )

    def _in_full(self, alert: Alert) -> Rows:
        (row,) = self._numbers(alert.chat, [alert.story]) or ((),)
        word = plain("button.read", alert.chat.lang)
        return tuple((replace(button, text=word),) for button in row)

    def _weeks(self) -> Iterator[Notice]:
        weeks: dict[str, Week] = {}
        for chat, key in self._following.weeks_due():
            slug = chat.edition or ""
            if slug not in weeks:
                weeks[slug] = self._following.week(slug)
            if weeks[slug].threads:
                yield Notice(chat, key, self.week(weeks[slug], chat))

    def week(self, week: Week, chat: Chat) -> Message:
        """Return the look back on a week as `chat` reads it."""
        topics = dict.fromkeys(topic for thread in week.threads for topic in thread.topics[:1])
        return self._renderer.reply(
            "week",
            lang=chat.lang,
            kind=chat.kind,
            week=week,
            buttons=topic_rows(self._following.shown(list(topics)[:WEEK_TOPICS], chat.lang)),
        )

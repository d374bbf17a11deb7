"""Tries every template before a reader does. Called by `doctor`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from bot.errors import TemplateError
from bot.model import ChatKind, Variant
from bot.render.renderer import Renderer
from bot.render.sample import (
    sample_brief,
    sample_hot_topics,
    sample_receipt,
    sample_replies,
    sample_story,
    sample_topic_pages,
)
from bot.render.topic_views import OutletLine, ThreadView
from bot.render.words import LANGUAGES


def check_templates(renderer: Renderer) -> list[str]:
    """Return one sentence for each template that is broken: none if all is well.

    Reads every file, then fills in each with invented news, in every language,
    kind of chat and template set. Takes about half a second.
    """
    templates = renderer.templates
    problems = [problem for name in templates.names() for problem in templates.problems_of(name)]
    if not problems:
        for trial in _trials(renderer, templates.sets()):
            try:
                trial()
            except TemplateError as error:
                problems.append(str(error))
    return list(dict.fromkeys(problems))


def _trials(renderer: Renderer, sets: list[str]) -> Iterator[Callable[[], object]]:
    for lang in LANGUAGES:
        for kind in ChatKind:
            yield from _replies(renderer, lang, kind)
            for name in sets:
                variant = Variant("telegram", kind, lang, name)
                for slots in (10, 3):
                    brief = sample_brief(lang[:2], slots)
                    yield partial(renderer.brief, brief, variant, bot_name="TenBriefBot")
        yield from _pages(renderer, lang[:2])


def _replies(renderer: Renderer, lang: str, kind: ChatKind) -> Iterator[Callable[[], object]]:
    for name, values in sample_replies().items():
        yield partial(renderer.reply, name, lang=lang, kind=kind, **values)
    for page in sample_topic_pages():
        yield partial(renderer.topic_page, page, lang=lang, zone="UTC", sources={}, kind=kind)
    yield partial(renderer.unknown_topic, "deepseak", ["DeepSeek"], lang=lang, kind=kind)
    yield partial(renderer.topics, sample_hot_topics(), lang=lang, kind=kind)
    where: Any = {"lang": lang, "zone": "UTC", "kind": kind}
    yield partial(renderer.timeline, "DeepSeek", [ThreadView((sample_story(),), 2)], **where)
    outlet = OutletLine("Example Wire", "https://wire.example", 3, sample_story().last_seen)
    yield partial(renderer.outlets, "DeepSeek", [outlet], **where)


def _pages(renderer: Renderer, lang: str) -> Iterator[Callable[[], object]]:
    brief = sample_brief(lang)
    for write in (renderer.text, renderer.hugo, renderer.html):
        yield partial(write, brief)
    yield partial(renderer.archive, [brief])
    yield partial(renderer.feed, [brief], "https://tenbrief.example")
    yield partial(renderer.draft, brief, lang=lang)
    yield partial(renderer.receipt, sample_receipt(), lang=lang, zone="UTC")

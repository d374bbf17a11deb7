"""The room's door: nouns in, messages and pages out. Called by newsroom and the doors.

One `Renderer` serves the whole process; it is thread-safe and does not wait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.errors import TemplateError
from bot.model import Brief, ChatKind, Edition, Message, Receipt, Source, Variant
from bot.render.brief import (
    Whereabouts,
    brief_values,
    frame_language,
    kind_folder,
    telegram_brief,
)
from bot.render.keyboards import Rows, draft_rows, start_rows, topic_rows, topic_token
from bot.render.markup import ONE_MESSAGE, measure
from bot.render.script import html_for, rows_for
from bot.render.templates import DEFAULT_SET, Templates
from bot.render.topic import TopicPage, back_row, topic_buttons, topic_values
from bot.render.topic_views import HotLine, OutletLine, ThreadView, timeline_values


class Renderer:
    """Renders with the templates of the project and, before them, of `templates_dir`.

    `templates` are for whoever looks the files themselves up: `check_templates`.

    Raises:
        TemplateError: `templates_dir` is no folder.
    """

    def __init__(self, templates_dir: Path | None = None) -> None:
        self.templates = Templates(templates_dir)

    def brief(
        self,
        brief: Brief,
        variant: Variant,
        *,
        bot_name: str | None = None,
        public_url: str | None = None,
    ) -> tuple[Message, ...]:
        """Return the messages that every chat of `variant` gets, in order.

        The same brief and variant always give the same messages, so a part can
        be rendered again by its number. `bot_name` is without @; `public_url`
        is where the archive is served. Without them, their links are left out.

        Raises:
            TemplateError: a template is missing, broken or too long; names it.
        """
        where = Whereabouts(bot_name, public_url)
        if variant.channel == "telegram":
            return telegram_brief(brief, variant, self.templates, where)
        text = self._page(f"{variant.channel}/brief.txt.j2", brief, variant, where)
        return (Message(text=text),)

    def draft(
        self, brief: Brief, *, lang: str, templates: str = DEFAULT_SET
    ) -> tuple[Message, ...]:
        """Return a draft as its operator sees it: a heading, then the private messages.

        The heading carries the button that publishes it.
        """
        heading = self.reply("draft", lang=lang, brief=brief, buttons=draft_rows(brief, lang))
        variant = Variant("telegram", ChatKind.PRIVATE, brief.lang, templates)
        return (heading, *self.brief(brief, variant))

    def text(self, brief: Brief, lang: str | None = None) -> str:
        """Return a brief for a terminal: plain text, at most 80 columns."""
        variant = Variant("console", ChatKind.PRIVATE, lang or brief.lang)
        return self._page("console/brief.txt.j2", brief, variant, Whereabouts())

    def hugo(self, brief: Brief) -> str:
        """Return a brief as a Hugo post that `tenbrief import` reads back."""
        variant = Variant("hugo", ChatKind.PRIVATE, brief.lang)
        return self._page("hugo/brief.md.j2", brief, variant, Whereabouts())

    def html(
        self, brief: Brief, *, bot_name: str | None = None, public_url: str | None = None
    ) -> str:
        """Return a brief as one standalone page: no script, no style or font from outside.

        Only the pictures of its slots are loaded from elsewhere. The page names
        its own Content-Security-Policy.
        """
        variant = Variant("web", ChatKind.PRIVATE, brief.lang)
        where = Whereabouts(bot_name, public_url)
        return self._page("web/brief.html.j2", brief, variant, where)

    def archive(self, briefs: Sequence[Brief]) -> str:
        """Return the page that lists `briefs`, in the language of the first."""
        lang = briefs[0].lang if briefs else "en"
        values = {"briefs": briefs, "page_lang": lang}
        return self.templates.fill_in(["web/archive.html.j2"], lang, values).strip() + "\n"

    def feed(self, briefs: Sequence[Brief], base: str) -> str:
        """Return an RSS 2.0 feed of one edition's `briefs`; `base` is the public address."""
        lang = briefs[0].lang if briefs else "en"
        edition = briefs[0].edition if briefs else ""
        values = {"briefs": briefs, "base": base, "edition": edition, "page_lang": lang}
        return self.templates.fill_in(["web/feed.xml.j2"], lang, values).strip() + "\n"

    def topic_page(
        self,
        page: TopicPage,
        *,
        lang: str,
        zone: str,
        sources: Mapping[str, Source],
        kind: ChatKind = ChatKind.PRIVATE,
    ) -> Message:
        """Return one page of a topic's stories, newest first, with buttons to the others.

        Dates are those of `zone`. `sources` gives outlets their titles; one
        that is missing is shown by its slug.

        Raises:
            BadRequestError: there is no such zone.
            TemplateError: the template is missing or broken.
        """
        values = topic_values(page, sources, zone, lang)
        return self.reply(
            "topic", lang=lang, kind=kind, buttons=topic_buttons(page, lang), **values
        )

    def unknown_topic(
        self, query: str, near: Sequence[str], *, lang: str, kind: ChatKind = ChatKind.PRIVATE
    ) -> Message:
        """Return what to say when nothing was found: near names as buttons."""
        return self.reply(
            "unknown_topic",
            lang=lang,
            kind=kind,
            query=query,
            near=near,
            buttons=topic_rows(near[:6]),
        )

    def topics(
        self, topics: Sequence[HotLine], *, lang: str, kind: ChatKind = ChatKind.PRIVATE
    ) -> Message:
        """Return the topics in the news, hottest first, as lines and buttons."""
        shown = list(topics)[:12]
        return self.reply(
            "topics",
            lang=lang,
            kind=kind,
            topics=shown,
            buttons=topic_rows([topic.name for topic in shown]),
        )

    def timeline(
        self,
        name: str,
        threads: Sequence[ThreadView],
        *,
        lang: str,
        zone: str,
        shown: str | None = None,
        is_plain: bool = False,
        kind: ChatKind = ChatKind.PRIVATE,
    ) -> Message:
        """Return how the stories on topic `name`, called `shown`, went on; `is_plain`: none did."""
        return self.reply(
            "topic_timeline",
            lang=lang,
            kind=kind,
            buttons=back_row(topic_token(name), lang),
            topic=shown or name,
            is_plain=is_plain,
            zone=zone,
            **timeline_values(threads, lang),
        )

    def outlets(
        self,
        name: str,
        outlets: Sequence[OutletLine],
        *,
        lang: str,
        zone: str,
        shown: str | None = None,
        kind: ChatKind = ChatKind.PRIVATE,
    ) -> Message:
        """Return who reports on topic `name`, called `shown`."""
        return self.reply(
            "topic_outlets",
            lang=lang,
            kind=kind,
            buttons=back_row(topic_token(name), lang),
            topic=shown or name,
            outlets=outlets,
            zone=zone,
        )

    def start(
        self, editions: Sequence[Edition], *, lang: str, kind: ChatKind = ChatKind.PRIVATE
    ) -> Message:
        """Return the greeting, with a button to subscribe to each edition."""
        buttons = start_rows(editions, lang) if kind is ChatKind.PRIVATE else ()
        return self.reply("start", lang=lang, kind=kind, buttons=buttons)

    def receipt(self, receipt: Receipt, *, lang: str, zone: str) -> Message:
        """Return how a brief's delivery went, for its operator; hours are those of `zone`."""
        return self.reply("receipt", lang=lang, receipt=receipt, zone=zone)

    def reply(
        self,
        name: str,
        *,
        lang: str,
        kind: ChatKind = ChatKind.PRIVATE,
        buttons: Rows = (),
        **values: Any,
    ) -> Message:
        """Return `templates/telegram/[kind/]name.html.j2` filled in with `values`.

        Each template says at its head which values it needs. A file in the
        kind's own folder wins over the one all kinds share.

        Raises:
            TemplateError: it is missing or broken, lacks a value, or is too
                long for one message.
        """
        names = [f"telegram/{kind_folder(kind)}/{name}.html.j2", f"telegram/{name}.html.j2"]
        html = self.templates.fill_in(names, lang, {**values, "kind": kind})
        text = html_for(html, lang).strip()
        try:
            size = measure(text)
        except TemplateError as error:
            raise TemplateError(f"Template {names[1]}: {error}") from error
        if not size.fits(ONE_MESSAGE):
            raise TemplateError(
                f"Template {names[1]} gives {size.units} units with {size.entities} entities, "
                "more than one message holds; shorten it."
            )
        return Message(text=text, buttons=rows_for(buttons, lang))

    def _page(self, name: str, brief: Brief, variant: Variant, where: Whereabouts) -> str:
        lang = frame_language(brief, variant.lang)
        values = brief_values(brief, lang, where)
        return self.templates.fill_in([name], lang, values, variant.templates).strip() + "\n"

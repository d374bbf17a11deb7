"""`@bot DeepSeek` typed in any chat: stories as cards to send."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.commands.desk import NO_PREVIEW, FrontDesk, log
from bot.errors import NotFoundError
from bot.language.fold import han_share
from bot.model import Address, Chat, ChatKind
from bot.render import plain
from bot.render.dates import date_and_hour
from bot.render.links import start_link
from bot.render.script import text_for
from bot.render.story import StoryCard, card_of_slot, card_of_story
from bot.render.text import one_line, shorten

QUERY_CHARACTERS = 200
# What was asked for is the same for everybody for so long; today's ten are by language.
CACHE_SECONDS = 300
TITLE_UNITS = 120
NOWHERE = Address("telegram", "0")


async def inline(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer an inline query: with stories on what was typed, without words with today's ten."""
    query = update.inline_query
    if query is None:
        return
    asked = " ".join(query.query.split())[:QUERY_CHARACTERS]
    page = int(query.offset) if query.offset.isdecimal() and len(query.offset) < 4 else 1
    if asked:
        # By the words, not by the person: Telegram may then keep it for everybody.
        lang = "zh" if han_share(asked) else "en"
        cards, more = await _found(desk, asked, page, lang)
    else:
        lang = query.from_user.language_code or "en"
        cards, more = await _todays(desk, lang), False
    results = [_result(desk, card, link, lang, number) for number, (card, link) in enumerate(cards)]
    try:
        await query.answer(
            results,
            cache_time=CACHE_SECONDS,
            is_personal=not asked,
            next_offset=str(page + 1) if more else "",
        )
    except BadRequest as error:
        # Who types on has asked anew, and this answer comes too late.
        log.info("inline_answer_refused", error=error.message)


Cards = list[tuple[StoryCard, str | None]]


async def _found(desk: FrontDesk, asked: str, page: int, lang: str) -> tuple[Cards, bool]:
    """Return a page of stories on `asked`, and whether there are more."""
    answer = await desk.newsroom.archive.look_up(asked, page)
    link = start_link(desk.newsroom.layout.bot_name, "topic", asked)
    cards = [(card_of_story(story, answer.sources, lang), link) for story in answer.stories]
    return cards, answer.total > page * answer.page_size


async def _todays(desk: FrontDesk, lang: str) -> Cards:
    """Return the newest brief of the edition that speaks `lang`, nothing before the first."""
    reader = Chat(0, NOWHERE, ChatKind.PRIVATE, lang)
    edition = await desk.edition(reader)
    try:
        brief = await asyncio.to_thread(desk.newsroom.archive.latest, edition.slug)
    except NotFoundError:
        return []
    name = desk.newsroom.layout.bot_name
    return [
        (card_of_slot(slot, (), lang), start_link(name, "s", f"{brief.id}_{slot.position}"))
        for slot in brief.slots
    ]


def _result(
    desk: FrontDesk, card: StoryCard, link: str | None, lang: str, number: int
) -> InlineQueryResultArticle:
    """Return a story as a card: picture, headline, date and outlets."""
    when = date_and_hour(card.when, lang, "UTC") + " UTC"
    text = desk.renderer.reply("inline", lang=lang, card=card, when=when).text
    button = InlineKeyboardButton(plain("button.full", lang), url=link) if link else None
    return InlineQueryResultArticle(
        id=str(number),
        title=text_for(shorten(one_line(card.headline), TITLE_UNITS), lang) or "—",
        description=text_for(" · ".join([when, *_outlets(card)]), lang),
        thumbnail_url=card.picture,
        input_message_content=InputTextMessageContent(
            text,
            parse_mode=ParseMode.HTML,
            link_preview_options=_preview(card),
        ),
        reply_markup=InlineKeyboardMarkup([[button]]) if button else None,
    )


def _outlets(card: StoryCard) -> Sequence[str]:
    return [shorten(one_line(source.name), 40) for source in card.sources[:3]]


def _preview(card: StoryCard) -> LinkPreviewOptions:
    if card.picture is None:
        return NO_PREVIEW
    return LinkPreviewOptions(url=card.picture, prefer_large_media=True, show_above_text=True)

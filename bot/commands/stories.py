"""Stories opened in full by the numbers under a brief, their thumbs, and reactions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from telegram import ReactionCount, ReactionType, ReactionTypeEmoji, Update
from telegram.ext import ContextTypes

from bot.commands.chats import address_of
from bot.commands.desk import FrontDesk, reply, toast
from bot.errors import NotFoundError
from bot.model import Chat, Message
from bot.render.keyboards import Rows, topic_rows
from bot.render.story import DOWN, UP, StoryCard, card_of_slot, card_of_story, thumb_row

# Topics of a story that get a button.
SHOWN_TOPICS = 3
THUMBS = {"up": UP, "down": DOWN}
# Where Telegram tells only how many reacted, they are one voter of many voices.
CROWD = "crowd:"
# More is no story of ours; a forged button may ask for any.
MOST_NUMBER = 2**31 - 1


async def press_slot(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer the button `s:<brief>:<position>` with that story in full."""
    place = _place(update, 2)
    chat = await desk.chat(update)
    if place is None or not await show_slot(desk, update, *place):
        await toast(update, "story.gone", chat.lang)
        return
    await toast(update, None, chat.lang)


async def answer_slot(desk: FrontDesk, update: Update, name: str) -> None:
    """Answer the deep link to a story: `12_3` is the third of brief 12."""
    numbers = _numbers(name.split("_"))
    if len(numbers) != 2 or not await show_slot(desk, update, *numbers):
        await desk.say(update, "story.gone")


async def show_slot(desk: FrontDesk, update: Update, brief_id: int, position: int) -> bool:
    """Send a brief's story in full; return False where there is none."""
    chat = await desk.chat(update)
    try:
        slot, earlier = await desk.newsroom.voices.slot(brief_id, position)
    except NotFoundError:
        return False
    card = card_of_slot(slot, earlier, chat.lang)
    thumbs = thumb_row(brief_id, position)
    for message_id in await reply(update, _in_full(desk, chat, card, thumbs)):
        await desk.newsroom.voices.shown(chat.id, message_id, brief_id, position)
    return True


async def press_story(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer the button `o:<story>` with a story that no brief tells, in full."""
    chat = await desk.chat(update)
    shown = await _show_story(desk, update, _parts(update)[-1])
    await toast(update, None if shown else "story.gone", chat.lang)


async def answer_story(desk: FrontDesk, update: Update, story_id: str) -> None:
    """Answer the deep link to a story that no brief tells."""
    if not await _show_story(desk, update, story_id):
        await desk.say(update, "story.gone")


async def _show_story(desk: FrontDesk, update: Update, story_id: str) -> bool:
    chat = await desk.chat(update)
    try:
        story, earlier, sources = await desk.newsroom.voices.story(story_id)
    except NotFoundError:
        return False
    card = card_of_story(story, sources, chat.lang, earlier)
    await reply(update, _in_full(desk, chat, card))
    return True


def _in_full(desk: FrontDesk, chat: Chat, card: StoryCard, thumbs: Rows = ()) -> Message:
    """Return a story as `chat` reads it: thumbs, where it has them, and topics under it."""
    topics = desk.newsroom.following.shown(card.topics[:SHOWN_TOPICS], chat.lang)
    message = desk.renderer.reply(
        "story",
        lang=chat.lang,
        kind=chat.kind,
        buttons=(*thumbs, *topic_rows(topics)),
        card=card,
        zone=desk.zone(chat),
    )
    return replace(message, picture=card.picture if chat.pictures else None)


async def press_thumb(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer the buttons `v:<brief>:<position>:up` and `:down`; pressed twice is once."""
    chat, user = await desk.chat(update), update.effective_user
    place, word = _place(update, 2), _parts(update)[-1]
    if place is None or word not in THUMBS or user is None:
        await toast(update, "error.old_button", chat.lang)
        return
    try:
        await desk.newsroom.voices.say(*place, str(user.id), THUMBS[word])
    except NotFoundError:
        await toast(update, "story.gone", chat.lang)
        return
    await toast(update, f"vote.{word}", chat.lang)


async def reacted(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Keep what a person's reaction, or the count of many, says of what we sent."""
    one, many = update.message_reaction, update.message_reaction_count
    if one is not None and one.user is not None:
        said = dict.fromkeys(_emojis(one.new_reaction), 1)
        await desk.newsroom.voices.react(
            address_of(one.chat), one.message_id, str(one.user.id), said
        )
    elif many is not None:
        await desk.newsroom.voices.react(
            address_of(many.chat),
            many.message_id,
            f"{CROWD}{many.chat.id}",
            _totals(many.reactions),
        )


def _emojis(reactions: Sequence[ReactionType]) -> list[str]:
    """Return reactions that are plain emojis; others have no name that we could show."""
    return [one.emoji for one in reactions if isinstance(one, ReactionTypeEmoji)]


def _totals(reactions: Sequence[ReactionCount]) -> Counter[str]:
    return Counter(
        {
            one.type.emoji: one.total_count
            for one in reactions
            if isinstance(one.type, ReactionTypeEmoji)
        }
    )


def _parts(update: Update) -> list[str]:
    query = update.callback_query
    return (query.data or "").split(":") if query is not None else [""]


def _place(update: Update, amount: int) -> tuple[int, int] | None:
    """Return the brief and position that a button names; None where it is forged."""
    numbers = _numbers(_parts(update)[1 : 1 + amount])
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def _numbers(parts: Sequence[str]) -> list[int]:
    """Return `parts` as numbers, nothing if one is none that a database can hold."""
    if not all(part.isascii() and part.isdecimal() and len(part) < 11 for part in parts):
        return []
    numbers = [int(part) for part in parts]
    return numbers if all(number <= MOST_NUMBER for number in numbers) else []

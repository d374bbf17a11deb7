"""`/correct`: an operator mends a story that went out."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes

from bot.commands.desk import FrontDesk
from bot.errors import BadRequestError, NotFoundError

HEADLINE_CHARACTERS, BODY_CHARACTERS = 240, 1500


async def correct(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/correct NUMBER text`: a new text, or on two lines a headline and a text."""
    if not desk.is_operator(update):
        return
    message = update.effective_message
    try:
        position, headline, body = read_correction((message.text if message else "") or "")
    except BadRequestError:
        await desk.say(update, "correct.how")
        return
    edition = await desk.edition(await desk.chat(update))
    try:
        brief = await desk.newsroom.correct(
            edition.slug, None, position, headline=headline, body=body
        )
    except NotFoundError:
        await desk.say(update, "correct.none", position=position)
        return
    await desk.say(update, "correct.done", position=position, date=brief.date.isoformat())


def read_correction(text: str) -> tuple[int, str | None, str]:
    """Read `/correct 3 New text.`; with a line break what stands before it is the headline.

    Returns position, headline or None, and text.

    Raises:
        BadRequestError: there is no number, or nothing after it.
    """
    _, _, rest = text.partition(" ")
    number, _, words = rest.strip().partition(" ")
    if not number.isdecimal() or not words.strip():
        raise BadRequestError("Write it like /correct 3 New text.")
    first, _, more = words.strip().partition("\n")
    if more.strip():
        return int(number), first.strip()[:HEADLINE_CHARACTERS], more.strip()[:BODY_CHARACTERS]
    return int(number), None, first[:BODY_CHARACTERS]

"""An answer in sentences, shown while it is written. Used by `asking`, in private chats."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Message as TelegramMessage
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.archive import Answer, Told
from bot.commands.desk import FrontDesk
from bot.errors import ModelError
from bot.model import Button, Chat, Message, Source
from bot.render import plain

log = structlog.get_logger(__name__)

# A chat takes about one message a second, drafts included.
DRAFT_SECONDS = 1.2


async def told_message(
    desk: FrontDesk, asked: TelegramMessage, chat: Chat, answer: Answer, token: str
) -> Message | None:
    """Return the answer to a question in sentences, None where the list has to do.

    While it is written it is shown as a draft, where the client can show one.
    """
    draft = Draft(asked)
    told: Told | None = None
    try:
        await draft.show("")
        async for told in desk.newsroom.teller.tell(answer, chat.lang):
            await draft.show(_shown(desk, chat, answer, told, is_whole=False).text)
    except ModelError as error:
        log.info("answer_untold", reason=str(error))
        # What was said before it broke off is grounded, but may leave out the half.
        return None
    if told is None:
        return None
    buttons = ((Button(plain("button.stories", chat.lang), data=f"t:{token}:1"),),)
    return _shown(desk, chat, answer, told, is_whole=True, buttons=buttons)


@dataclass
class Draft:
    """What a person sees of a message that is still being written.

    https://core.telegram.org/bots/api#sendmessagedraft: private chats only, gone
    after 30 seconds or when the message comes.
    """

    asked: TelegramMessage
    is_refused: bool = False
    shown_at: float = 0.0

    async def show(self, text: str) -> None:
        """Show `text` if the last one has stood a while; a client that cannot is left in peace."""
        now = time.monotonic()
        if self.is_refused or now - self.shown_at < DRAFT_SECONDS:
            return
        self.shown_at = now
        try:
            await self.asked.get_bot().send_message_draft(
                self.asked.chat_id, self.asked.message_id, text, parse_mode=ParseMode.HTML
            )
        except TelegramError as error:
            self.is_refused = True
            log.info("draft_refused", error=type(error).__name__)


def _shown(
    desk: FrontDesk, chat: Chat, answer: Answer, told: Told, *, is_whole: bool, **more: Any
) -> Message:
    named = sorted({number for claim in told.claims for number in claim.items})
    return desk.renderer.reply(
        "answer",
        lang=chat.lang,
        kind=chat.kind,
        is_whole=is_whole,
        zone=desk.zone(chat),
        claims=[
            {
                "text": claim.text,
                "marks": [(number, told.items[number - 1].url) for number in claim.items],
            }
            for claim in told.claims
        ],
        items=[_named(number, answer, told) for number in named],
        **more,
    )


def _named(number: int, answer: Answer, told: Told) -> dict[str, object]:
    item = told.items[number - 1]
    source = answer.sources.get(item.source, Source(item.source, "", item.source))
    return {
        "number": number,
        "headline": item.title,
        "url": item.url,
        "outlet": source.title,
        "seen": item.published,
    }

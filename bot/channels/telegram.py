"""The Telegram channel: messages to chats by the Bot API.

`app` opens one per bot token; `delivery` sends briefs through it. What Telegram
answers is translated by `telegram_errors.py`, how fast we may is `pace.py`'s.
"""

from __future__ import annotations

from typing import Any, cast

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.channels.channel import Leaving, Left, Presence
from bot.channels.pace import Pace
from bot.channels.telegram_body import Request, prepared, thread_of
from bot.channels.telegram_errors import (
    NOT_FOUND,
    NOT_MODIFIED,
    NOT_OURS,
    PICTURE_REFUSED,
    says,
    translated,
)
from bot.errors import ChannelError, RateLimitedError
from bot.model import Address, Message, Sent

# What an edit or a reaction that was refused says about the message.
PRESENCES = (
    (NOT_MODIFIED, Presence.THERE),
    (NOT_FOUND, Presence.ABSENT),
    (NOT_OURS, Presence.OTHER),
)
# A broadcast goes on to other chats when one has to be waited for longer than this.
PATIENCE_SECONDS = 1.5


class TelegramChannel:
    """Sends through `bot`, at the pace of `pace`.

    `paid_broadcast` lets Telegram charge for more than its free rate.
    """

    name = "telegram"

    def __init__(self, bot: Bot, pace: Pace, *, paid_broadcast: bool = False) -> None:
        self._bot = bot
        self._pace = pace
        self._edits_others: dict[str, bool] = {}
        self._paid = {"allow_paid_broadcast": 1} if paid_broadcast else {}

    async def send(
        self,
        address: Address,
        message: Message,
        *,
        leaving: Leaving | None = None,
        left: Left | None = None,
    ) -> Sent:
        """Send `message`; where Telegram refuses its picture, send the text alone.

        Raises:
            ChannelError: see the tree in `bot.errors`; each of its kinds occurs.
        """
        if leaving is not None:
            await leaving()
        await self._turn(address)
        if left is not None:
            left()
        head = {**thread_of(address), **self._paid}
        try:
            answer = await self._post("sendMessage", prepared(message).to(address, **head))
        except TelegramError as error:
            if message.picture is None or not says(error, PICTURE_REFUSED):
                raise self._error(address, error) from error
            plain = prepared(message, with_picture=False).to(address, **head)
            answer = await self._again("sendMessage", plain, address)
        return Sent((int(answer["message_id"]),))

    async def edit(self, address: Address, message_id: int, message: Message) -> None:
        """Change the text, picture and buttons of our message `message_id`.

        Raises:
            MessageRefusedError: there is no such message of ours, or the text is refused.
            ChannelError: see the tree in `bot.errors`.
        """
        try:
            await self._edit(address, message_id, message)
        except TelegramError as error:
            if not says(error, NOT_MODIFIED):
                raise self._error(address, error) from error

    async def remove(self, address: Address, message_id: int) -> None:
        """Delete our message `message_id`; Telegram allows that for two days.

        Raises:
            MessageRefusedError: it is too old.
            ChannelError: see the tree in `bot.errors`.
        """
        await self._turn(address)
        try:
            await self._bot.delete_message(address.chat, message_id)
        except TelegramError as error:
            if not says(error, NOT_FOUND):
                raise self._error(address, error) from error

    async def probe(self, address: Address, message_id: int, message: Message) -> Presence:
        """Ask whether `message` stands under `message_id` by editing it to itself.

        The buttons go along: without them the edit would take them away. Should
        another message of ours stand there, it becomes `message`, so that in
        every case `THERE` is true afterwards. Where the bot may edit what others
        posted, it only asks whether there is anything.

        Raises:
            ChannelError: Telegram did not say; the chat may be gone, or the pace too fast.
        """
        try:
            if is_crowd(address) and await self._may_edit_others(address.chat):
                await self._touch(address, message_id)
                return Presence.UNKNOWN
            await self._edit(address, message_id, message)
        except TelegramError as error:
            for texts, presence in PRESENCES:
                if says(error, texts):
                    return presence
            raise self._error(address, error) from error
        return Presence.THERE

    async def _may_edit_others(self, chat: str) -> bool:
        """Return whether the bot is an administrator who may edit what others posted.

        Telegram has that right in channels alone. Asked once per chat and process.
        """
        if chat not in self._edits_others:
            me = int(self._bot.token.partition(":")[0])
            member = await self._bot.get_chat_member(chat, me)
            self._edits_others[chat] = bool(getattr(member, "can_edit_messages", False))
        return self._edits_others[chat]

    async def _touch(self, address: Address, message_id: int) -> None:
        """Take back a reaction we never gave: it changes nothing and fails where nothing is.

        Raises:
            TelegramError: as Telegram answered.
        """
        await self._turn(address)
        await self._bot.set_message_reaction(address.chat, message_id, reaction=[])

    async def _edit(self, address: Address, message_id: int, message: Message) -> None:
        """Edit, and once more without the picture where Telegram refuses that.

        Raises:
            TelegramError: as Telegram answered.
        """
        await self._turn(address)
        try:
            await self._post(
                "editMessageText", prepared(message).to(address, message_id=message_id)
            )
        except TelegramError as error:
            if message.picture is None or not says(error, PICTURE_REFUSED):
                raise
            plain = prepared(message, with_picture=False).to(address, message_id=message_id)
            await self._post("editMessageText", plain)

    async def _again(self, method: str, request: Request, address: Address) -> Any:
        """Post a second form of a message after its first was refused."""
        await self._turn(address)
        try:
            return await self._post(method, request)
        except TelegramError as error:
            raise self._error(address, error) from error

    async def _turn(self, address: Address) -> None:
        await self._pace.turn(address.chat, crowd=is_crowd(address), patience=PATIENCE_SECONDS)

    async def _post(self, method: str, request: Request) -> Any:
        """Post over the bot's own transport, past the objects it would build for each call."""
        return await self._bot.request.post(
            f"{self._bot.base_url}/{method}",
            # A Request has what transports read of a RequestData, which cannot be subclassed.
            request_data=cast(RequestData, request),
        )

    def _error(self, address: Address, error: TelegramError) -> ChannelError:
        """Translate, and let the governor know where Telegram asks to wait."""
        ours = translated(error)
        if isinstance(ours, RateLimitedError):
            ours.everywhere = self._pace.limited(address.chat, ours.retry_after)
        return ours


def is_crowd(address: Address) -> bool:
    """Return whether the group limit (20 a minute) holds: groups, channels, topics."""
    return address.chat.startswith(("-", "@"))


def open_transport(connections: int = 128) -> BaseRequest:
    """Return the fastest transport installed: aiohttp by the `fast` extra, else httpx."""
    try:
        from bot.channels.aiohttp_request import AiohttpRequest  # noqa: PLC0415 - an extra
    except ImportError:
        # httpx's own default lets a request wait for a connection for one second only.
        return HTTPXRequest(connection_pool_size=connections, pool_timeout=None, read_timeout=10.0)
    return AiohttpRequest(connections=connections)

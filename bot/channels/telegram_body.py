"""A message as the Bot API wants it, prepared once and sent to many.

`telegram.py` prepares a body per message (a brief's variant has one for
thousands of chats) and changes only the chat. The result has the surface of
`telegram.request.RequestData`, so any transport of python-telegram-bot takes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from bot.model import Address, Button, Message

# In a forum the General topic is thread 1, and naming it is an error.
GENERAL_THREAD = 1


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `head` differs from chat to chat, `body` is shared by all.

    Values of both are text as form fields have it (JSON where they are objects);
    `shared` is `body` once more, already encoded as JSON.
    """

    head: Mapping[str, str | int]
    body: Mapping[str, str]
    shared: bytes

    # What the transports of python-telegram-bot ask a RequestData for:
    contains_files = False
    multipart_data = None

    @property
    def json_parameters(self) -> dict[str, str]:
        """Return every field as form text."""
        return {**{name: str(value) for name, value in self.head.items()}, **self.body}

    @property
    def json_payload(self) -> bytes:
        """Return the whole request as one JSON object."""
        return json.dumps(self.head).encode()[:-1] + b"," + self.shared[1:]


@dataclass(frozen=True, slots=True)
class Body:
    """What all copies of a message have in common."""

    fields: Mapping[str, str]
    encoded: bytes

    def to(self, address: Address, **head: str | int) -> Request:
        """Return the request that shows this body at `address`."""
        fields: dict[str, str | int] = {"chat_id": _chat_id(address), **head}
        return Request(fields, self.fields, self.encoded)


@lru_cache(maxsize=256)
def prepared(message: Message, *, with_picture: bool = True) -> Body:
    """Return the body of `message`: HTML, its buttons, its picture as large preview above.

    A brief is longer than a caption may be (1,024 units), so the picture is a
    link preview and not a photo: nothing is uploaded and one method edits all.
    """
    fields = {"text": message.text, "parse_mode": "HTML"}
    fields["link_preview_options"] = _preview(message.picture if with_picture else None).to_json()
    if message.buttons:
        fields["reply_markup"] = keyboard(message).to_json()
    return Body(fields, json.dumps(fields, ensure_ascii=False).encode())


def thread_of(address: Address) -> dict[str, str | int]:
    """Return the field that names the forum topic, none for the main thread."""
    if address.thread is None or address.thread == GENERAL_THREAD:
        return {}
    return {"message_thread_id": address.thread}


def keyboard(message: Message) -> InlineKeyboardMarkup:
    """Return the message's buttons as Telegram's inline keyboard."""
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in message.buttons])


def _preview(picture: str | None) -> LinkPreviewOptions:
    if picture is None:
        return LinkPreviewOptions(is_disabled=True)
    return LinkPreviewOptions(url=picture, prefer_large_media=True, show_above_text=True)


def _button(button: Button) -> InlineKeyboardButton:
    if button.share is not None:
        # `switch_inline_query` works only for bots with inline mode; this link always does.
        link = f"https://t.me/share/url?url={quote(button.share, safe='')}"
        return InlineKeyboardButton(button.text, url=link)
    return InlineKeyboardButton(button.text, url=button.url, callback_data=button.data)


def _chat_id(address: Address) -> int | str:
    """Return a number for an id and the text for a @username."""
    return int(address.chat) if address.chat.lstrip("-").isdigit() else address.chat

"""What goes out: messages, their buttons, notices outside the brief.

Made by `render`, sent by `channels`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.chats import Chat


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: it opens `url`, sends `data` back, or shares `share`."""

    text: str
    url: str | None = None
    data: str | None = None
    share: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message as a channel sends it.

    `text` is in the channel's own markup (Telegram: HTML; console: plain).
    `picture` is a picture to show with it, by URL: a channel that cannot show
    it sends the text alone.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A message for one chat outside its brief: an alert, the week.

    `key` names it in that chat, where it is sent at most once.
    """

    chat: Chat
    key: str
    message: Message


@dataclass(frozen=True, slots=True)
class Sent:
    """What a channel answers once a message stands: its ids there."""

    message_ids: tuple[int, ...]

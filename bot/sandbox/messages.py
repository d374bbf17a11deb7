"""What is said: bodies (shared by all copies of a broadcast) and messages."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.chats import Chat
from bot.sandbox.encoding import joined
from bot.sandbox.markup import Entity
from bot.sandbox.people import User


@dataclass(frozen=True, slots=True)
class Body:
    """A text with its entities.

    `fragment` are its members of a `Message` object, as JSON text: `text` and
    `entities`, or `caption` and `caption_entities`.
    """

    text: str
    entities: tuple[Entity, ...]
    fragment: str


NO_BODY = Body("", (), "")


@dataclass(slots=True)
class Message:
    """One message.

    `markup`, `media`, `preview` and `extra` are JSON fragments: the keyboard,
    the picture, the link preview's options, and members that only some
    messages have (service messages, `via_bot`). `reactions` are (person, emoji).
    """

    id: int
    chat: Chat
    date: int
    sender: User | None
    body: Body
    sender_chat: Chat | None = None
    thread_id: int | None = None
    reply_to: Message | None = None
    markup: str = ""
    media: str = ""
    preview: str = ""
    extra: str = ""
    edit_date: int | None = None
    reactions: tuple[tuple[int, str], ...] = ()
    by_bot: bool = False
    inline_id: str = ""

    def fragment(self, *, with_reply: bool = True) -> str:
        """Return the `Message` object of the Bot API as JSON text."""
        parts = [f'"message_id":{self.id}']
        if self.sender:
            parts.append(f'"from":{self.sender.fragment}')
        if self.sender_chat:
            parts.append(f'"sender_chat":{self.sender_chat.fragment}')
        parts.append(f'"chat":{self.chat.fragment},"date":{self.date}')
        if self.thread_id:
            parts.append(f'"message_thread_id":{self.thread_id}')
            if self.chat.is_forum:
                parts.append('"is_topic_message":true')
        if self.edit_date:
            parts.append(f'"edit_date":{self.edit_date}')
        if self.reply_to and with_reply:
            parts.append(f'"reply_to_message":{self.reply_to.fragment(with_reply=False)}')
        return joined(*parts, self.media, self.body.fragment, self.preview, self.markup, self.extra)

    def same_as(self, body: Body, markup: str, preview: str, media: str) -> bool:
        """Return whether an edit to these would change nothing."""
        return (
            self.body.text == body.text
            and self.body.entities == body.entities
            and self.markup == markup
            and self.preview == preview
            and self.media == media
        )


def reaction_json(emoji: str) -> dict[str, object]:
    """Return the `ReactionType` object of one emoji."""
    return {"type": "emoji", "emoji": emoji}

"""Chats (private, groups, forums, channels) and what is said in them.

Bodies are shared by all copies of a broadcast.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.encoding import encode, joined
from bot.sandbox.markup import Entity
from bot.sandbox.people import Member, User

ChatType = Literal["private", "group", "supergroup", "channel"]


@dataclass(slots=True)
class ForumTopic:
    """A topic of a forum. Its id is that of the message that opened it."""

    id: int
    name: str
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """One chat and all that stands in it.

    A private chat has the id of its `person`; `started` says whether they ever
    wrote to the bot, `blocked` whether they stopped it since. A group that was
    upgraded has `migrated_to`. `last_message_id` counts in supergroups and
    channels only. `touched` orders chats by their last event. What `as_json`
    shows never changes.
    """

    id: int
    type: ChatType
    title: str | None = None
    username: str | None = None
    person: User | None = None
    is_forum: bool = False
    started: bool = False
    blocked: bool = False
    deleted: bool = False
    migrated_to: int | None = None
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, ForumTopic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    drafts: dict[int, str] = field(default_factory=dict)
    keyboard: str = ""
    last_message_id: int = 0
    touched: int = 0
    _fragment: str = field(default="", repr=False)

    @property
    def counts_own_messages(self) -> bool:
        """Whether message ids count per chat rather than per account."""
        return self.type in {"supergroup", "channel"}

    @property
    def name(self) -> str:
        """The name people see."""
        return self.title or (self.person.first_name if self.person else str(self.id))

    def as_json(self) -> dict[str, object]:
        """Return the `Chat` object of the Bot API."""
        shown: dict[str, object] = {"id": self.id, "type": self.type}
        if self.person:
            shown["first_name"] = self.person.first_name
            if self.person.username:
                shown["username"] = self.person.username
        else:
            shown["title"] = self.title
        if self.username:
            shown["username"] = self.username
        if self.is_forum:
            shown["is_forum"] = True
        return shown

    @property
    def fragment(self) -> str:
        """The same as JSON text."""
        if not self._fragment:
            self._fragment = encode(self.as_json())
        return self._fragment

    def member(self, user: User) -> Member:
        """Return the rank of `user`, `left` for somebody who never came."""
        return self.members.get(user.id) or Member(user, "left")


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

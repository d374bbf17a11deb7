"""Where messages stand: private chats, groups, forums, channels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from bot.sandbox.encoding import encode
from bot.sandbox.people import Member, User

if TYPE_CHECKING:
    from bot.sandbox.messages import Message

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

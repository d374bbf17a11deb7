"""The world: people, chats and what stands in them. No rules of who may do what."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.sandbox.chats import Chat, ChatType, Message
from bot.sandbox.people import Member, User
from bot.sandbox.refusals import bad_request

# Ids as Telegram gives them out: people and groups count up from something,
# supergroups and channels have -100 in front.
FIRST_PERSON = 5_000_001
FIRST_GROUP = 4_000_001
FIRST_SUPERGROUP = 1_000_000_000_000 + 2_000_000_001


@dataclass(slots=True)
class World:
    """Everybody and everything; `account_message_id` is the bot account's count."""

    bot: User
    clock: Clock
    people: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    by_username: dict[str, Chat] = field(default_factory=dict)
    account_message_id: int = 0
    _person_ids: itertools.count[int] = field(default_factory=lambda: itertools.count(FIRST_PERSON))
    _group_ids: itertools.count[int] = field(default_factory=lambda: itertools.count(FIRST_GROUP))
    _super_ids: itertools.count[int] = field(
        default_factory=lambda: itertools.count(FIRST_SUPERGROUP)
    )

    def now(self) -> int:
        """Return the time in Unix seconds."""
        return int(self.clock.now().timestamp())

    def add_person(
        self,
        first_name: str,
        *,
        language_code: str | None = None,
        username: str | None = None,
        started: bool = False,
        user_id: int | None = None,
    ) -> User:
        """Let a person in, with their private chat with the bot, and return them."""
        user = User(user_id or next(self._person_ids), first_name, username, language_code)
        self.people[user.id] = user
        self.chats[user.id] = Chat(user.id, "private", person=user, started=started)
        return user

    def add_chat(
        self,
        chat_type: ChatType,
        title: str,
        *,
        owner: User,
        username: str | None = None,
        is_forum: bool = False,
        chat_id: int | None = None,
    ) -> Chat:
        """Found a group, supergroup or channel that `owner` created, and return it."""
        ids = self._group_ids if chat_type == "group" else self._super_ids
        chat = Chat(chat_id or -next(ids), chat_type, title, username, is_forum=is_forum)
        chat.members[owner.id] = Member(owner, "creator")
        self.chats[chat.id] = chat
        if username:
            self.by_username[username.lower()] = chat
        return chat

    def person(self, user_id: int) -> User:
        """Return the person with this id.

        Raises:
            RefusedError: there is none.
        """
        if user_id == self.bot.id:
            return self.bot
        if user_id not in self.people:
            raise bad_request("user not found")
        return self.people[user_id]

    def chat(self, key: int | str) -> Chat:
        """Return the chat with this id or `@username`.

        Raises:
            RefusedError: there is none.
        """
        if isinstance(key, int):
            found = self.chats.get(key)
        else:
            name = key.removeprefix("@").lower()
            found = self.by_username.get(name) if key.startswith("@") else None
        if found is None:
            raise bad_request("chat not found")
        return found

    def bot_member(self, chat: Chat) -> Member:
        """Return the bot's rank in `chat`."""
        return chat.member(self.bot)

    def next_message_id(self, chat: Chat) -> int:
        """Return the id that the next message in `chat` gets, and count it."""
        if chat.counts_own_messages:
            chat.last_message_id += 1
            return chat.last_message_id
        self.account_message_id += 1
        return self.account_message_id

    def place(self, message: Message) -> None:
        """Put a message into its chat."""
        message.chat.messages[message.id] = message

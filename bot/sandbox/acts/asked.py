"""What a request of the control API asks for, with words turned into nouns."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.sandbox.chats import Chat, Message
from bot.sandbox.people import User
from bot.sandbox.refusals import bad_request
from bot.sandbox.state import Sandbox
from bot.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Asked:
    """The path, query and JSON body of a request in one."""

    values: dict[str, object]
    world: World

    def has(self, name: str) -> bool:
        """Return whether `name` was given."""
        return self.values.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """Return a value as text."""
        value = self.values.get(name)
        return default if value is None else str(value)

    def words(self, name: str) -> list[str]:
        """Return a value that is an array of words."""
        value = self.values.get(name)
        return [str(one) for one in value] if isinstance(value, list) else []

    def flag(self, name: str) -> bool:
        """Return whether a value says yes."""
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def integer(self, name: str) -> int | None:
        """Return a value as a whole number, None where it is missing.

        Raises:
            RefusedError: it is no number.
        """
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            return int(str(value))
        except ValueError:
            raise bad_request(f"{name} must be a whole number") from None

    def seconds(self, name: str, default: float, most: float) -> float:
        """Return a duration, no longer than `most`."""
        try:
            return min(float(str(self.values.get(name, default))), most)
        except ValueError:
            raise bad_request(f"{name} must be seconds") from None

    def chat(self) -> Chat:
        """Return the chat that was named.

        Raises:
            RefusedError: there is none.
        """
        return self.world.chat(self.integer("chat") or 0)

    def person(self, name: str) -> User:
        """Return the person whose id was given as `name`.

        Raises:
            RefusedError: there is none.
        """
        return self.world.person(self.integer(name) or 0)

    def owner(self) -> User:
        """Return who acts: the `user` that was given, or whoever created the chat."""
        if self.has("user"):
            return self.person("user")
        members = self.chat().members.values()
        return next(one.user for one in members if one.status == "creator")

    def message(self) -> Message:
        """Return the message of the chat that was named.

        Raises:
            RefusedError: there is none.
        """
        message = self.chat().messages.get(self.integer("message_id") or 0)
        if message is None:
            raise bad_request("message not found")
        return message

    def actor(self) -> User:
        """Return who acts: in a private chat its person, elsewhere the `user` given.

        Raises:
            RefusedError: there is none.
        """
        return self.chat().person or self.person("user")


Act = Callable[[Sandbox, Asked], str | Awaitable[str]]

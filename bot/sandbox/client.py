"""Plays the people of a sandbox over its control API.

    async with run_sandbox() as url, Client(url) as people:
        ann = await people.add_person("Ann", language_code="en")
        said = await people.say(ann, ann, "/topic DeepSeek")
        answer = await people.wait_for(ann, lambda m: m.from_bot, after=said)
        await people.press(answer, "Next")

Used by the tests of other rooms and by `tenbrief demo`. A chat is named by its
id; a person's private chat has the person's id.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from bot.errors import SandboxError
from bot.sandbox.client_stage import Stage
from bot.sandbox.seen import Answer, Message, Summary, read_message

DEFAULT_WAIT_SECONDS = 10.0


class Client(Stage):
    """Talks to the sandbox at `base_url`: who is there (`Stage`), and what they say."""

    async def say(
        self,
        chat: int,
        user: int | None,
        text: str = "",
        *,
        thread: int | None = None,
        reply_to: int | None = None,
        location: Mapping[str, float] | None = None,
    ) -> Message:
        """Let a person write in a chat (in a channel: post) and return the message."""
        said = await self._ask(
            "POST",
            f"chats/{chat}/messages",
            user=user,
            text=text,
            thread_id=thread,
            reply_to=reply_to,
            location=location,
        )
        return read_message(said)

    async def messages(
        self, chat: int, *, after: int | Message | None = None, thread: int | None = None
    ) -> list[Message]:
        """Return what stands in a chat, oldest first, as it reads now."""
        found, _ = await self._look(chat, after, thread)
        return found

    async def _look(
        self, chat: int, after: int | Message | None, thread: int | None
    ) -> tuple[list[Message], int]:
        start = after.id if isinstance(after, Message) else after
        seen = await self._ask("GET", f"chats/{chat}/messages", after=start)
        found = [read_message(one) for one in seen["messages"]]
        if thread is not None:
            found = [one for one in found if one.thread == thread]
        return found, int(seen["last_event"])

    async def wait_for(
        self,
        chat: int,
        wanted: Callable[[Message], bool],
        *,
        after: int | Message | None = None,
        thread: int | None = None,
        timeout_seconds: float = DEFAULT_WAIT_SECONDS,
    ) -> Message:
        """Return the first message that is `wanted`, once it stands in the chat.

        Messages up to `after` do not count; edits count as they happen.

        Raises:
            SandboxError: none came in time; the text says what stands there.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout_seconds
        while True:
            found, last_event = await self._look(chat, after, thread)
            for message in found:
                if wanted(message):
                    return message
            left = end - loop.time()
            if left <= 0:
                stands = [message.text[:60] for message in found[-3:]]
                raise SandboxError(f"No such message came to {chat}; there is: {stands}.")
            await self._ask("GET", "events", chat=chat, after=last_event, timeout=left)

    async def answer_to(
        self, said: Message, *, timeout_seconds: float = DEFAULT_WAIT_SECONDS
    ) -> Message:
        """Return the bot's first message after `said`, in the same chat and thread.

        Raises:
            SandboxError: none came in time.
        """
        return await self.wait_for(
            said.chat,
            lambda one: one.from_bot,
            after=said,
            thread=said.thread,
            timeout_seconds=timeout_seconds,
        )

    async def press(
        self,
        message: Message,
        button: str,
        *,
        user: int | None = None,
        timeout_seconds: float = DEFAULT_WAIT_SECONDS,
    ) -> Answer:
        """Tap the button whose text contains `button` and return the bot's answer.

        `user` is who taps, in a private chat its person.

        Raises:
            SandboxError: there is no such button, or the bot never answered the tap.
        """
        data = message.data_of(button)
        where = f"chats/{message.chat}/messages/{message.id}/press"
        tap = await self._ask("POST", where, user=user, data=data)
        seen = await self._ask("GET", f"taps/{tap['tap']}", timeout=timeout_seconds)
        if seen["answer"] is None:
            raise SandboxError(f"The bot never answered the tap on {button!r}.")
        return Answer(**seen["answer"])

    async def react(self, message: Message, emoji: str | None, *, user: int | None = None) -> None:
        """React to a message, or take the reaction back."""
        where = f"chats/{message.chat}/messages/{message.id}/reaction"
        await self._ask("POST", where, user=user, emoji=emoji)

    async def ask_inline(
        self, user: int, query: str, *, offset: str = "", chat_type: str = "private"
    ) -> dict[str, Any]:
        """Type the bot's name and `query`; return what it said to `answerInlineQuery`.

        Raises:
            SandboxError: it never answered.
        """
        seen = await self._ask(
            "POST", "inline", user=user, query=query, offset=offset, chat_type=chat_type
        )
        if seen["answer"] is None:
            raise SandboxError("The bot never answered the inline query.")
        return {"question": seen["question"], **seen["answer"]}

    async def choose_inline(self, user: int, chat: int, question: str, result: str) -> Message:
        """Send a result that `ask_inline` brought, in a person's name."""
        sent = await self._ask(
            "POST", f"chats/{chat}/inline", user=user, question=question, result=result
        )
        return read_message(sent)

    async def chats(self) -> list[dict[str, Any]]:
        """Return the chats that were last touched, newest first, as the page shows them."""
        seen = await self._ask("GET", "chats")
        return list(seen["chats"])

    async def sends(self, *, after: int = 0, limit: int = 1000) -> list[dict[str, Any]]:
        """Return entries of the receiving side's book, oldest first."""
        seen = await self._ask("GET", "sends", after=after, limit=limit)
        return list(seen["sends"])

    async def sends_summary(self) -> Summary:
        """Return how much was received, and what more than once."""
        return Summary(**await self._ask("GET", "sends/summary"))

"""Sets the scene in a sandbox: people, chats, ranks, topics, and trouble.

The half of `client.Client` that has nothing to do with talking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import httpx

from bot.errors import SandboxError


class Stage:
    """Talks to the control API of the sandbox at `base_url`."""

    def __init__(self, base_url: str) -> None:
        # No proxy of the environment may stand between two local processes.
        self._http = httpx.AsyncClient(base_url=base_url, timeout=60, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.aclose()

    async def _ask(self, verb: str, path: str, /, **values: object) -> Any:
        """Call the control API and return what its JSON says.

        Raises:
            SandboxError: it refuses, or cannot be reached.
        """
        given = {name: value for name, value in values.items() if value is not None}
        try:
            if verb == "GET":
                answer = await self._http.get(f"/sandbox/{path}", params=_query(given))
            else:
                answer = await self._http.request(verb, f"/sandbox/{path}", json=given)
            body = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise SandboxError(f"The sandbox does not answer: {error!r}.") from error
        if not answer.is_success:
            raise SandboxError(f"The sandbox refuses: {body.get('description')}.")
        return body

    async def add_person(
        self,
        first_name: str,
        *,
        language_code: str | None = None,
        username: str | None = None,
        started: bool = False,
        user_id: int | None = None,
    ) -> int:
        """Let a person in and return their id, which is that of their private chat.

        Only who `started` the bot, or wrote to it, can be written to by it.
        """
        person = await self._ask(
            "POST",
            "people",
            first_name=first_name,
            language_code=language_code,
            username=username,
            started=started,
            id=user_id,
        )
        return int(person["id"])

    async def add_crowd(self, count: int, *, language_code: str | None = None) -> list[int]:
        """Let `count` people in at once, all of whom started the bot; return their ids."""
        crowd = await self._ask("POST", "crowd", count=count, language_code=language_code)
        return list(crowd["ids"])

    async def add_chat(
        self,
        kind: str,
        title: str,
        *,
        owner: int,
        username: str | None = None,
        is_forum: bool = False,
        chat_id: int | None = None,
    ) -> int:
        """Found a `group`, `supergroup` or `channel` and return its id. The bot is not in it."""
        chat = await self._ask(
            "POST",
            "chats",
            type=kind,
            title=title,
            owner=owner,
            username=username,
            is_forum=is_forum,
            id=chat_id,
        )
        return int(chat["id"])

    async def set_rank(
        self,
        chat: int,
        user: int | str,
        status: str,
        *,
        by: int | None = None,
        anonymous: bool = False,
        withheld: Sequence[str] = (),
    ) -> None:
        """Give a person, or the `"bot"`, a rank: administrator, member, left, kicked ...

        `withheld` names rights that an administrator does not have.
        """
        await self._ask(
            "POST",
            f"chats/{chat}/members",
            user=user,
            status=status,
            by=by,
            anonymous=anonymous,
            withheld=list(withheld),
        )

    async def block(self, person: int) -> None:
        """Let a person block the bot."""
        await self._ask("POST", f"chats/{person}/block", blocked=True)

    async def unblock(self, person: int) -> None:
        """Let a person take the bot back."""
        await self._ask("POST", f"chats/{person}/block", blocked=False)

    async def migrate(self, group: int) -> int:
        """Upgrade a basic group to a supergroup and return that one's id."""
        chat = await self._ask("POST", f"chats/{group}/migrate")
        return int(chat["id"])

    async def delete_chat(self, chat: int) -> None:
        """Delete a group or channel; deactivate a person's account."""
        await self._ask("DELETE", f"chats/{chat}")

    async def open_topic(self, chat: int, name: str) -> int:
        """Open a topic in a forum and return its thread id."""
        topic = await self._ask("POST", f"chats/{chat}/topics", name=name)
        return int(topic["id"])

    async def close_topic(self, chat: int, thread: int, *, closed: bool = True) -> None:
        """Close a topic, or open it again."""
        await self._ask("POST", f"chats/{chat}/topics/{thread}", closed=closed)

    async def delete_topic(self, chat: int, thread: int) -> None:
        """Delete a topic."""
        await self._ask("POST", f"chats/{chat}/topics/{thread}", deleted=True)

    async def add_fault(self, **fault: object) -> None:
        """Set a fault; the words are those of `bot.sandbox.faults.Fault`."""
        await self._ask("POST", "faults", **fault)

    async def clear_faults(self) -> None:
        """Forget all faults."""
        await self._ask("DELETE", "faults")

    async def set_limits(self, **limits: object) -> None:
        """Change how fast the bot may send; the words are those of `Limits`."""
        await self._ask("POST", "limits", **limits)

    async def set_switches(self, **switches: bool) -> None:
        """Turn something on or off; the words are those of `Switches`."""
        await self._ask("POST", "switches", **switches)


def _query(values: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}

"""What every way out of the house offers; `delivery` and `app` know no more of one.

A new channel is one file beside this one, one line in `registry.py`, one
template folder and one test file.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Protocol

from bot.model import Address, Message, Sent

Leaving = Callable[[], Awaitable[None]]
Left = Callable[[], None]


class Presence(StrEnum):
    """What a channel answers when asked whether a message stands under an id.

    `OTHER` is a message that is there and not ours; `UNKNOWN` means that the
    channel cannot tell.
    """

    THERE = "there"
    ABSENT = "absent"
    OTHER = "other"
    UNKNOWN = "unknown"


class Channel(Protocol):
    """A way out: it shows messages at addresses and says in our words what went wrong.

    Every call waits for its turn under the channel's own limits first.
    """

    @property
    def name(self) -> str:
        """Return the name that an `Address` carries in `channel`."""
        ...

    async def send(
        self,
        address: Address,
        message: Message,
        *,
        leaving: Leaving | None = None,
        left: Left | None = None,
    ) -> Sent:
        """Show `message` at `address`.

        `leaving` is awaited before it queues for its turn, `left` is called once
        its turn has come: whoever keeps a ledger writes it before, so that
        nothing comes between the turn and the first byte.

        Raises:
            ChannelError: it was not shown, or nobody knows; the subclass says which.
        """
        ...

    async def edit(self, address: Address, message_id: int, message: Message) -> None:
        """Change the message that stands under `message_id`; no change is no error.

        Raises:
            ChannelError: it could not be changed.
        """
        ...

    async def remove(self, address: Address, message_id: int) -> None:
        """Take back the message that stands under `message_id`; none there is no error.

        Raises:
            ChannelError: it could not be taken back.
        """
        ...

    async def probe(self, address: Address, message_id: int, message: Message) -> Presence:
        """Say whether `message` stands under `message_id`.

        Raises:
            ChannelError: the channel did not answer the question.
        """
        ...

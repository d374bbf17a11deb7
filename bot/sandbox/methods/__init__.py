"""The methods of the Bot API, by name.

Each takes the sandbox and a call's parameters and returns the JSON text of the
result, or raises `RefusedError`. `dispatch.py` calls them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.sandbox.methods import (
    answering,
    editing,
    gestures,
    listening,
    pictures,
    profiles,
    rooms,
    sending,
    topics,
)
from bot.sandbox.requests import Params
from bot.sandbox.state import Sandbox

Method = Callable[[Sandbox, Params], str | Awaitable[str]]

_ROOMS = (listening, sending, pictures, editing, answering, rooms, topics, profiles, gestures)
# Telegram takes names in any case.
METHODS: dict[str, Method] = {
    name.lower(): method for room in _ROOMS for name, method in room.METHODS.items()
}

"""A model server's answer as it is written: server-sent events, piece by piece.

Used by the language model. A server that cannot stream sends its answer whole,
which comes out as one piece.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx

from bot.errors import ModelError
from bot.writers.model_server import ServerRefusedError, headers, translate

# https://html.spec.whatwg.org/multipage/server-sent-events.html
_FIELD = "data:"
_END = "[DONE]"
# An answer is a few sentences; who sends more than this is no model server.
MOST_CHARACTERS = 20_000


async def stream_chat(
    client: httpx.AsyncClient, address: str, key: str | None, payload: dict[str, Any]
) -> AsyncIterator[str]:
    """Yield the pieces of the answer to `payload` as they come.

    Not asked again when it fails: half an answer may have been shown by then.

    Raises:
        ServerRefusedError: the server refused it, with the status it gave.
        ModelError: the server cannot be reached, breaks off or answers nonsense.
    """
    asked = payload | {"stream": True}
    told = 0
    try:
        async with client.stream("POST", address, json=asked, headers=headers(key)) as response:
            if response.status_code >= 400:
                raise ServerRefusedError(
                    f"The model server answered {response.status_code}; check LLM_URL, LLM_MODEL "
                    "and LLM_API_KEY.",
                    response.status_code,
                )
            is_stream = "event-stream" in response.headers.get("content-type", "")
            pieces = _of_events(response) if is_stream else _of_whole(response)
            async for piece in pieces:
                told += len(piece)
                if told > MOST_CHARACTERS:
                    raise ModelError("The model server does not stop; its answer is left out.")
                yield piece
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise translate(error) from error


async def _of_events(response: httpx.Response) -> AsyncIterator[str]:
    async for line in response.aiter_lines():
        if not line.startswith(_FIELD):
            continue
        data = line.removeprefix(_FIELD).strip()
        if data == _END:
            return
        piece = _said(_read(data), "delta")
        if piece:
            yield piece


async def _of_whole(response: httpx.Response) -> AsyncIterator[str]:
    body = await response.aread()
    yield _said(_read(body), "message")


def _read(data: str | bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError as error:
        raise ModelError("The model server answered something that is not JSON.") from error


def _said(answer: Any, part: str) -> str:
    """Return the text in one chunk of an answer; a chunk may have none (its first, its last)."""
    try:
        content = answer["choices"][0][part].get("content") if answer["choices"] else None
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ModelError("The model server's answer holds no message.") from error
    return content if isinstance(content, str) else ""

"""The HTTP edge to an OpenAI-compatible server: one request, with patience.

Both the language model and the remote embedder stand on it.
"""

from __future__ import annotations

from typing import Any

import httpx
import stamina

from bot.errors import ModelError

ATTEMPTS = 3
# All attempts at one request together, waits included.
PATIENCE_SECONDS = 120.0
# A server that asks for more than this is left alone for now.
LONGEST_WAIT_SECONDS = 30.0


class ServerRefusedError(ModelError):
    """The server answered that it will not do it; `status` is its HTTP status."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def endpoint(base: str, path: str) -> str:
    """Return the address of `path` below an API's base, which may end in it already."""
    plain = base.rstrip("/")
    return plain if plain.endswith(path) else plain + path


def headers(key: str | None) -> dict[str, str]:
    """Return the headers that carry the key, if there is one (Ollama wants none)."""
    return {"Authorization": f"Bearer {key}"} if key else {}


def worth_retrying(error: Exception) -> bool | float:
    """Tell whether a failed request may succeed later; a number is the wait in seconds.

    Time-outs, lost connections, 408, 429 and 5xx pass; `Retry-After` is obeyed
    where it gives seconds.
    """
    if isinstance(error, httpx.HTTPStatusError):
        status = error.response.status_code
        if status not in {408, 429} and status < 500:
            return False
        wait = error.response.headers.get("Retry-After", "")
        if not wait.isdecimal():
            return True
        return float(wait) if float(wait) <= LONGEST_WAIT_SECONDS else False
    return isinstance(error, httpx.TransportError) and not isinstance(
        error, httpx.UnsupportedProtocol
    )


async def post(
    client: httpx.AsyncClient, address: str, key: str | None, payload: dict[str, Any]
) -> dict[str, Any]:
    """Send `payload` as JSON and return the JSON object that comes back.

    Raises:
        ServerRefusedError: the server refused it, with the status it gave.
        ModelError: the server cannot be reached or answers nonsense.
    """
    try:
        async for attempt in stamina.retry_context(
            on=worth_retrying, attempts=ATTEMPTS, timeout=PATIENCE_SECONDS, wait_max=20.0
        ):
            with attempt:
                response = await client.post(address, json=payload, headers=headers(key))
                response.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise translate(error) from error
    return read_object(response)


def translate(error: httpx.HTTPError | httpx.InvalidURL) -> ModelError:
    """Return the project's error for what httpx raised; the server's words stay outside."""
    if isinstance(error, httpx.HTTPStatusError):
        status = error.response.status_code
        return ServerRefusedError(
            f"The model server answered {status}; check LLM_URL, LLM_MODEL and LLM_API_KEY.", status
        )
    return ModelError(
        f"The model server cannot be reached ({type(error).__name__}); check its address."
    )


def read_object(response: httpx.Response) -> dict[str, Any]:
    """Return the JSON object in `response`.

    Raises:
        ModelError: it holds none.
    """
    try:
        answer = response.json()
    except ValueError as error:
        raise ModelError("The model server answered something that is not JSON.") from error
    if not isinstance(answer, dict):
        raise ModelError("The model server answered JSON that is no object.")
    return answer

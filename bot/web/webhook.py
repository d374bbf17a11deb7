"""Where Telegram calls, if the bot does not poll. Called by `bot.web`."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

WEBHOOK_PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
# An update holds at most one message; Telegram's own are a few kilobytes.
MAX_BYTES = 1_000_000

Receive = Callable[[dict[str, Any]], Awaitable[None]]
"""Takes one update as Telegram sent it."""


def webhook_route(receive: Receive, secret: str) -> Route:
    """Return the route that hands updates on, from callers that know `secret` only."""

    async def take(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        body = await _bounded_body(request)
        if body is None:
            return Response(status_code=413)
        try:
            update = json.loads(body)
        except ValueError:
            return Response(status_code=400)
        if not isinstance(update, dict):
            return Response(status_code=400)
        await receive(update)
        return Response()

    return Route(WEBHOOK_PATH, take, methods=["POST"])


async def _bounded_body(request: Request) -> bytes | None:
    """Return the body, or None where it is larger than an update can be."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            return None
    return bytes(body)

"""The control API, `/sandbox/...`: what people do, what breaks, and what was received.

Used by the chat page and by `client.py`. JSON in, JSON out; refusals have the
form of the Bot API's.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.acts import ACTS
from bot.sandbox.acts.asked import Act, Asked
from bot.sandbox.encoding import encode
from bot.sandbox.refusals import RefusedError, bad_request
from bot.sandbox.state import Sandbox


def routes(sandbox: Sandbox) -> list[Route]:
    """Return the routes of the control API over `sandbox`."""
    return [
        Route(f"/sandbox/{path}", _endpoint(sandbox, act), methods=[method])
        for (method, path), act in ACTS.items()
    ]


def _endpoint(sandbox: Sandbox, act: Act) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            result = act(sandbox, await _asked(sandbox, request))
            text = result if isinstance(result, str) else await result
            status = 200
        except RefusedError as refusal:
            text, status = encode(refusal.as_json()), refusal.code
        return Response(text, status, media_type="application/json")

    return endpoint


async def _asked(sandbox: Sandbox, request: Request) -> Asked:
    # A page from elsewhere cannot send this type without being asked first.
    is_json = request.headers.get("content-type", "").startswith("application/json")
    if request.method != "GET" and not is_json:
        raise bad_request("the control API takes application/json")
    body = await request.body()
    try:
        values = json.loads(body) if body else {}
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise bad_request("can't parse request JSON object")
    return Asked({**request.query_params, **request.path_params, **values}, sandbox.world)

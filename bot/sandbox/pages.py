"""The chat page at `/`: hand-written files, no build step, nothing from outside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox import views
from bot.sandbox.encoding import encode
from bot.sandbox.events import Event
from bot.sandbox.state import Sandbox

PAGE = Path(__file__).parent / "page"
# Scripts and styles are our own; pictures may come from wherever a brief links to.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: http: https:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEARTBEAT_SECONDS = 15.0
# A broadcast happens thousands of times a second; a page need not.
GATHER_SECONDS = 0.05


def routes(sandbox: Sandbox) -> list[Route | Mount]:
    """Return the routes of the page over `sandbox`."""

    async def index(_request: Request) -> Response:
        headers = {
            "Content-Security-Policy": _POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }
        return FileResponse(PAGE / "index.html", headers=headers)

    async def stream(request: Request) -> Response:
        start = request.headers.get("last-event-id") or request.query_params.get("after", "")
        number = int(start) if start.isdigit() else sandbox.events.last
        return StreamingResponse(
            _events(sandbox, number),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    async def picture(request: Request) -> Response:
        found = sandbox.files.get(request.path_params["file_id"])
        if found is None:
            return Response(status_code=404)
        kind = found.content_type if found.width else "application/octet-stream"
        return Response(found.data, media_type=kind, headers={"X-Content-Type-Options": "nosniff"})

    return [
        Route("/", index),
        Route("/sandbox/stream", stream),
        Route("/sandbox/files/{file_id}", picture),
        Mount("/page", StaticFiles(directory=PAGE)),
    ]


async def _events(sandbox: Sandbox, number: int) -> AsyncIterator[str]:
    """Yield what happens after event `number`, as server-sent events."""
    while not sandbox.events.closed:
        fresh = sandbox.events.since(number)
        if fresh is None:
            yield f"event: reload\nid: {sandbox.events.last}\ndata: {{}}\n\n"
            number = sandbox.events.last
        elif fresh:
            number = fresh[-1].number
            shown = ",".join(_shown(sandbox, event) for event in _newest(fresh))
            yield f"id: {number}\ndata: [{shown}]\n\n"
        else:
            yield ": still here\n\n"
        await sandbox.events.wait(number, None, HEARTBEAT_SECONDS)
        await asyncio.sleep(GATHER_SECONDS)


def _newest(events: list[Event]) -> list[Event]:
    """Keep the last of several changes to one message."""
    last = {(event.chat, event.message, event.kind): event for event in events}
    return [event for event in events if last[(event.chat, event.message, event.kind)] is event]


def _shown(sandbox: Sandbox, event: Event) -> str:
    parts = [f'{{"kind":"{event.kind}","chat":{event.chat},"id":{event.message}']
    chat = sandbox.world.chats.get(event.chat)
    message = chat.messages.get(event.message) if chat else None
    if message and event.kind in {"message", "edit"}:
        parts.append(f'"message":{views.message_view(message)}')
    if chat and event.kind == "chat":
        parts.append(f'"view":{encode(views.chat_view(sandbox, chat))}')
    if event.detail:
        parts.append(f'"detail":{event.detail}')
    return ",".join(parts) + "}"

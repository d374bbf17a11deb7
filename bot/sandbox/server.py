"""Builds a sandbox and serves it: the Bot API, the control API and the chat page.

Called by `tenbrief demo`, by tests and by whoever develops a template.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.clock import Clock, SystemClock
from bot.sandbox import control, pages
from bot.sandbox.dispatch import TRANSPORT, BotApi, FileDoor
from bot.sandbox.limits import GENEROUS, Limits, Pace
from bot.sandbox.people import User
from bot.sandbox.state import Sandbox, Switches
from bot.sandbox.world import World
from bot.serving import listen

# What opens the sandbox: of the form of a real token, and no secret.
SANDBOX_TOKEN = "110201543:tenbrief-sandbox-opens-no-real-door"  # noqa: S105
BOT_USERNAME = "TenBriefBot"


def new_sandbox(
    *,
    token: str = SANDBOX_TOKEN,
    limits: Limits = GENEROUS,
    switches: Switches | None = None,
    clock: Clock | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> Sandbox:
    """Return an empty world with one bot in it, which `token` opens."""
    number = int(token.partition(":")[0])
    me = User(number, "TenBrief 十条", BOT_USERNAME, is_bot=True)
    return Sandbox(
        token,
        World(me, clock or SystemClock()),
        Pace(limits, monotonic),
        switches or Switches(),
    )


def create_sandbox(sandbox: Sandbox | None = None) -> Starlette:
    """Return the application that serves `sandbox` (a new empty one by default)."""
    sandbox = sandbox or new_sandbox()
    app = Starlette(
        routes=[
            Route("/bot{token}/{method}", BotApi(sandbox)),
            Route("/file/bot{token}/{path:path}", FileDoor(sandbox)),
            *control.routes(sandbox),
            *pages.routes(sandbox),
        ]
    )
    app.state.sandbox = sandbox
    return app


@asynccontextmanager
async def run_sandbox(
    host: str = "127.0.0.1", port: int = 0, sandbox: Sandbox | None = None
) -> AsyncIterator[str]:
    """Serve a sandbox inside the running loop and yield its base URL.

    Port 0 takes a free one. `TELEGRAM_API_URL` is the URL yielded.

    Raises:
        SettingsError: the port is taken.
    """
    sandbox = sandbox or new_sandbox()
    config = uvicorn.Config(
        create_sandbox(sandbox),
        http=_BreakableProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    listener = listen(host, port)
    server = _QuietServer(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        sandbox.webhook.stop()
        sandbox.updates.wake()
        sandbox.events.close()
        server.should_exit = True
        await task
        listener.close()


class _QuietServer(uvicorn.Server):
    """Leaves the signals to the program that the sandbox is a part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _BreakableProtocol(HttpToolsProtocol):
    """Lets an application reach its connection, so that a fault can break it off."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {TRANSPORT: {"transport": self.transport}}

"""Serves an ASGI application while a context lasts. Used by `web`, `sandbox` and tests."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.errors import SettingsError


class _Server(uvicorn.Server):
    """A server that leaves signals alone: whoever opened the context ends it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


@asynccontextmanager
async def serve(application: ASGIApp, host: str, port: int) -> AsyncIterator[str]:
    """Serve `application` at `host` and `port` (0: any free one); yields its address.

    Raises:
        SettingsError: the address is taken or is not this machine's.
    """
    listener = listen(host, port)
    config = uvicorn.Config(
        application, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        shown = f"[{host}]" if ":" in host else host
        yield f"http://{shown}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
        listener.close()


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; from now on callers wait rather than being refused.

    Raises:
        SettingsError: as `serve` does.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise SettingsError(
            f"Cannot listen at {host} port {port} ({error.strerror}); choose another port."
        ) from error
    # asyncio does this only for sockets that were opened as TCP by name. Without it
    # an answer's body waits 40 ms for the caller to have confirmed its head.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener

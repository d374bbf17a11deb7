"""A sandbox with its people, and the real python-telegram-bot connected to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest_asyncio
import uvicorn
from starlette.applications import Starlette
from telegram import Bot

from bot.sandbox import SANDBOX_TOKEN, Client, Sandbox, new_sandbox, run_sandbox


@dataclass
class Watch:
    """A monotonic clock that a test sets."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class House:
    """Everything a test needs of a running sandbox."""

    sandbox: Sandbox
    url: str
    people: Client
    bot: Bot
    http: httpx.AsyncClient
    watch: Watch = field(default_factory=Watch)

    async def call(self, method: str, **params: object) -> httpx.Response:
        """Call a method of the Bot API with JSON and return the bare answer."""
        return await self.http.post(f"/bot{SANDBOX_TOKEN}/{method}", json=params)

    async def refusal(self, method: str, **params: object) -> str:
        """Return how the Bot API words its refusal of a call."""
        answer = await self.call(method, **params)
        assert not answer.json()["ok"], answer.text
        assert answer.status_code == answer.json()["error_code"]
        return str(answer.json()["description"])


@pytest_asyncio.fixture
async def house() -> AsyncIterator[House]:
    watch = Watch()
    sandbox = new_sandbox(monotonic=watch)
    async with (
        run_sandbox(sandbox=sandbox) as url,
        Client(url) as people,
        Bot(SANDBOX_TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot,
        httpx.AsyncClient(base_url=url, trust_env=False) as http,
    ):
        yield House(sandbox, url, people, bot, http, watch)


async def until(holds: Callable[[], bool]) -> None:
    """Let the loop go on until something holds."""
    # What is waited for happens in this very loop and has no event of its own.
    while not holds():  # noqa: ASYNC110
        await asyncio.sleep(0)


@asynccontextmanager
async def serve(app: Starlette) -> AsyncIterator[str]:
    """Serve an application on a free port and yield its address."""
    config = uvicorn.Config(app, port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await task

"""A headless Chromium, driven over its DevTools protocol: enough to look and to tap."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome, None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


class Tab:
    """One page. `problems` collects what its console complained about."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._reader = asyncio.create_task(self._read())
        self.problems: list[str] = []

    async def _read(self) -> None:
        async for message in self._socket:
            heard = json.loads(message.data)
            if heard.get("id") in self._answers:
                self._answers.pop(heard["id"]).set_result(heard)
            elif heard.get("method") == "Runtime.exceptionThrown":
                self.problems.append(str(heard["params"]["exceptionDetails"]))
            elif heard.get("method") == "Log.entryAdded":
                entry = heard["params"]["entry"]
                if entry["level"] == "error":
                    self.problems.append(f"{entry['text']} {entry.get('url', '')}")

    async def call(self, method: str, **params: object) -> Any:
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        heard = await asyncio.wait_for(answer, 60)
        assert "error" not in heard, heard
        return heard["result"]

    async def open(self, url: str, width: int = 1280, height: int = 860) -> None:
        for domain in ("Page", "Runtime", "Log"):
            await self.call(f"{domain}.enable")
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        await self.call("Page.navigate", url=url)

    async def run(self, script: str) -> Any:
        """Return what a script evaluates to; promises are awaited."""
        done = await self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    async def wait_until(self, condition: str) -> None:
        """Return once a script's condition holds; it is looked at on every frame."""
        await self.run(
            "new Promise((done) => { const look = () => { let holds = false;"
            f" try {{ holds = Boolean({condition}); }} catch {{}}"
            " if (holds) done(true); else setTimeout(look, 30); }; look(); })"
        )

    async def picture(self, path: Path) -> None:
        shot = await self.call("Page.captureScreenshot", format="png")
        # A file of a test, written once: nothing else waits meanwhile.
        path.write_bytes(base64.b64decode(shot["data"]))  # noqa: ASYNC240


@asynccontextmanager
async def open_tab() -> AsyncIterator[Tab]:
    """Start a browser with a profile of its own and yield its page."""
    program = find_chromium()
    assert program
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = await asyncio.create_subprocess_exec(
            program,
            *FLAGS,
            f"--user-data-dir={profile}",
            stderr=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
        )
        try:
            async with aiohttp.ClientSession() as session:
                address = await _page_address(session, browser)
                async with session.ws_connect(address, max_msg_size=0) as socket:
                    yield Tab(socket)
        finally:
            browser.kill()
            await browser.wait()


async def _page_address(session: aiohttp.ClientSession, browser: asyncio.subprocess.Process) -> str:
    assert browser.stderr
    async for line in browser.stderr:
        if b"DevTools listening on" in line:
            port = line.decode().rsplit(":", 1)[1].partition("/")[0]
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                pages = await answer.json()
            addresses = (one["webSocketDebuggerUrl"] for one in pages if one["type"] == "page")
            return str(next(addresses))
    raise AssertionError("the browser did not start")

"""Collects 1,000 local feeds: cold, then with every answer a 304.

    python -m benchmarks.collect_feeds [--feeds N]

The feeds are served by another process, so that its work is not counted. CPU
seconds are those of the collecting process alone; feeds a second are given
both by the clock and by CPU second (what one core does).
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.machine import machine, peak_megabytes
from bot.app.house import House, open_house
from bot.intake import Collected, collect
from bot.model import Source
from bot.settings import Settings
from bot.sources import Fetcher

ENTRIES = 15
# All feeds stand on one host here; so many are asked for at a time.
PER_HOST = 8


def serve(port_file: str, feeds: int) -> None:
    """Serve `feeds` small RSS documents with ETags until ended."""
    bodies = [_document(number) for number in range(feeds)]

    async def feed(request: Request) -> Response:
        number = int(request.path_params["number"])
        etag = f'"{number}"'
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers={"ETag": etag})
        return Response(bodies[number], media_type="application/rss+xml", headers={"ETag": etag})

    config = uvicorn.Config(
        Starlette(routes=[Route("/{number:int}.xml", feed)]), log_config=None, access_log=False
    )
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    Path(port_file).write_text(str(listener.getsockname()[1]), encoding="utf-8")
    asyncio.run(uvicorn.Server(config).serve(sockets=[listener]))


def _document(number: int) -> bytes:
    entries = "".join(
        f"<item><title>Lab {number} ships model {entry}</title>"
        f"<link>https://outlet{number}.example/{entry}</link><guid>{number}-{entry}</guid>"
        f"<pubDate>Thu, 05 Mar 2026 {entry:02d}:00:00 +0000</pubDate>"
        f"<description>The model of lab {number} has {entry + 1} billion parameters and costs "
        f"${entry + 2} a million tokens. {'It reads text and pictures. ' * 10}</description></item>"
        for entry in range(ENTRIES)
    )
    return (
        f"<rss version='2.0'><channel><title>Outlet {number}</title>"
        f"<link>https://outlet{number}.example</link>{entries}</channel></rss>"
    ).encode()


async def round_of(house: House) -> tuple[Collected, float, float]:
    """Visit every source once; return what came, seconds and CPU seconds."""
    visits = house.store.sources.due(datetime.now(UTC), everything=True)
    began, cpu = time.perf_counter(), time.process_time()
    async with Fetcher(allow_private=True, per_host=PER_HOST) as fetcher:
        collected, _ = await collect(house.store, fetcher, house.clock, visits)
    return collected, time.perf_counter() - began, time.process_time() - cpu


def show(name: str, collected: Collected, seconds: float, cpu: float) -> None:
    """Print one round."""
    print(
        f"{name:<14}{collected.fetched:>6} feeds {collected.new:>6} new "
        f"{collected.unchanged:>6} unchanged {seconds:8.2f} s {cpu:8.2f} CPU s "
        f"{collected.fetched / seconds:8.0f} feeds/s {collected.fetched / cpu:8.0f} feeds/CPU s"
    )


def measure(folder: Path, feeds: int, port: str) -> None:
    """Collect cold, then warm three times."""
    settings = Settings.model_construct(
        database_url=f"sqlite:///{folder / 'bench.db'}",
        allow_private_sources=True,
        embeddings="off",
    )
    with open_house(settings, default_sources=False) as house:
        for number in range(feeds):
            slug = f"outlet-{number}"
            house.store.sources.add(Source(slug, f"http://127.0.0.1:{port}/{number}.xml", slug))
        show("cold", *asyncio.run(round_of(house)))
        for turn in range(3):
            show(f"all 304, {turn + 1}", *asyncio.run(round_of(house)))


def main() -> None:
    """Serve, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve, options.feeds)
        return
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory() as folder:
        port_file = Path(folder) / "port"
        command = [sys.executable, "-m", "benchmarks.collect_feeds"]
        server = subprocess.Popen(
            [*command, "--serve", str(port_file), "--feeds", str(options.feeds)]
        )
        try:
            while not port_file.exists() or not port_file.read_text(encoding="utf-8"):
                time.sleep(0.05)
            print(machine())
            measure(Path(folder), options.feeds, port_file.read_text(encoding="utf-8"))
        finally:
            server.terminate()
            server.wait()
    print(f"peak memory {peak_megabytes():.0f} MB")


if __name__ == "__main__":
    main()

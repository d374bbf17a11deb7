"""A sandbox in a process of its own, a ledger full of readers, and a sender for them.

Shared by the benchmarks of delivery. Everything is forked from one process, so
that a sender is back a few milliseconds after it was killed.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from multiprocessing.queues import Queue
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.model import (
    Address,
    Brief,
    Button,
    ChatKind,
    ChatState,
    Edition,
    Message,
    Slot,
    Variant,
)
from bot.sandbox import Client, run_sandbox
from bot.sandbox.limits import GENEROUS, Limits
from bot.sandbox.server import new_sandbox
from bot.store import Store, open_store, tables
from bot.store.database import Database
from tests.databases import postgres_server

fork = multiprocessing.get_context("fork")
SENTENCE = "The laboratory showed a model that answers in half the time. "
EDITION = Edition("en", "TenBrief", "en", "UTC", time(12))


@dataclass(frozen=True)
class Town:
    """Where the sandbox and the database are, and which chats there are."""

    api_url: str
    database_url: str
    chats: tuple[Address, ...]
    brief: int
    parts: int


def messages(parts: int, length: int = 2_000) -> dict[ChatKind, tuple[Message, ...]]:
    """Return the texts of each kind of chat, about as long as a brief is."""
    body = (SENTENCE * (length // len(SENTENCE) + 1))[:length]
    buttons = ((Button("Share", share="https://t.example/brief"),),)
    return {
        kind: tuple(
            Message(f"<b>{kind.title()} {part} of {parts}</b>\n{body}", buttons)
            for part in range(1, parts + 1)
        )
        for kind in ChatKind
    }


def _serve(urls: Queue[str], limits: Limits) -> None:
    async def serve() -> None:
        async with run_sandbox(sandbox=new_sandbox(limits=limits)) as url:
            urls.put(url)
            await asyncio.Event().wait()

    with suppress(KeyboardInterrupt):
        asyncio.run(serve())


@contextmanager
def sandbox(limits: Limits = GENEROUS) -> Iterator[str]:
    """Serve a sandbox in a process of its own and give its URL."""
    urls: Queue[str] = fork.Queue()
    process = fork.Process(target=_serve, args=(urls, limits), daemon=True)
    process.start()
    try:
        yield urls.get(timeout=30)
    finally:
        process.terminate()
        process.join()


@contextmanager
def database(kind: str) -> Iterator[str]:
    """Give the URL of an empty database, `sqlite` or `postgresql`."""
    if kind == "postgresql":
        with postgres_server() as url:
            yield url
        return
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'ledger.db'}"


async def settle_people(api_url: str, shares: Mapping[str, int]) -> list[tuple[Address, ChatKind]]:
    """Let people and chats into the sandbox: how many of each kind `shares` says."""
    async with Client(api_url) as people:
        crowd = await people.add_crowd(shares.get("private", 0) + 1)
        owner = crowd.pop()
        chats = [(Address("telegram", str(chat)), ChatKind.PRIVATE) for chat in crowd]
        for kind in ("group", "supergroup", "channel"):
            for number in range(shares.get(kind, 0)):
                chat = await people.add_chat(kind, f"{kind} {number}", owner=owner)
                # Who may edit what others posted cannot ask by an edit (see `probe`).
                await people.set_rank(chat, "bot", "administrator", withheld=["can_edit_messages"])
                address = Address("telegram", str(chat), supergroup=kind != "group")
                sort = ChatKind.CHANNEL if kind == "channel" else ChatKind.GROUP
                chats.append((address, sort))
    return chats


def subscribe(database_url: str, chats: list[tuple[Address, ChatKind]]) -> None:
    """Make a ledger and subscribe all chats, past the store's own doors: they are not measured."""
    with open_store(database_url) as store:
        store.editions.seed([EDITION])
    base = Database(database_url)
    rows = [
        {
            "channel": address.channel,
            "chat": address.chat,
            "thread": 0,
            "supergroup": address.supergroup,
            "kind": kind.value,
            "lang": "en",
            "edition": EDITION.slug,
            "state": ChatState.ACTIVE.value,
        }
        for address, kind in chats
    ]
    with base.writing() as connection:
        connection.execute(tables.chat.insert(), rows)
    base.close()


def publish(database_url: str, day: date, parts: int) -> int:
    """Publish a brief of `parts` messages to all who subscribed and return its id."""
    now = datetime.now(UTC)
    slot = Slot(1, "s1", "A headline", "A body.", None, (), now, ())
    with open_store(database_url, migrate=False) as store:
        brief = store.briefs.save_draft(
            Brief("en", day, "en", "Title", "Lead", (), 5, (slot,), now)
        )
        counts = {Variant("telegram", kind, "en"): parts for kind in ChatKind}
        store.ledger.publish(brief, counts, now)
        assert brief.id is not None
        return brief.id


def open_town_store(town: Town) -> Store:
    return open_store(town.database_url, migrate=False)

"""Whatever a person writes: an answer, never a traceback, never a message that is refused.

All of it goes through the real handlers and over HTTP to the sandbox, which
parses markup and refuses what Telegram refuses.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import Update

from bot import intake
from bot.commands import BUTTONS, COMMANDS
from bot.commands.menu import OPERATOR_COMMANDS
from bot.render import plain
from tests.databases import SqliteTemplate
from tests.town import SetClock, Town, open_town, sample_items, sample_sources

# What Telegram takes for the text of a message: up to 4,096 characters, none of them unpaired.
LONGEST = 4_096
TROUBLE = {"handler_broke", "answer_failed"}
SORRY = {plain("error.unexpected", lang) for lang in ("en", "zh", "zh-Hant")}
# Tags that a person may write and that no template of ours has in an answer.
NEVER_OURS = {"underline", "strikethrough", "spoiler", "code", "pre"}

hard = st.sampled_from(
    [
        "<b>",
        "</b>",
        "<a href='https://evil.example'>x</a>",
        "&lt;",
        "&",
        "<script>",
        "<u>under</u>",
        "<tg-spoiler>",
        "<pre><code class='language-x'>",
        "</blockquote></i>",
        "&#60;s&#62;",
        "[x](https://evil.example)",
        "https://evil.example/<b>",
        "{{ 7*7 }}",
        "{name}",
        "%s",
        "DeepSeek",
        "深度求索",
        "OpenAI 上周",
        "\U0001f469\u200d\U0001f467",
        "\U0001f3f3\ufe0f",
        "\u202eevil\u202c",
        "\u2066",
        "\u0645\u0631\u062d\u0628\u0627",
        "\u05e9\u05dc\u05d5\u05dd",
        "e\u0301",
        "\ufdfa",
        "\u200d",
        "\ufeff",
        "\u200f",
        "2025-02-30..",
        "9999d",
        "'; DROP TABLE item;",
        '"',
        "*",
        "-",
        "NEAR(",
        "AND",
        ":",
        "~",
        "_",
        "t:",
        "\n",
        "\t",
        "今天",
        "????",
        "\U0001d53b\U0001d556",
    ]
)
wild = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=60),
    st.lists(hard, max_size=8).map("".join),
    st.tuples(hard, st.integers(1, LONGEST)).map(lambda pair: (pair[0] * pair[1])[:LONGEST]),
)
commands = st.sampled_from(
    [f"/{name}{bot}" for name in (*COMMANDS, "nobody") for bot in ("", "@TenBriefBot", "@otherbot")]
    + ["/", "//", "/@"]
)
messages = st.one_of(
    wild,
    st.tuples(commands, wild).map(" ".join),
    st.tuples(commands, wild).map("".join),
).map(lambda text: text[:LONGEST].strip())


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """One loop for the town and all examples in it."""
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


def in_town(
    loop: asyncio.AbstractEventLoop,
    folder: Path,
    template: SqliteTemplate,
    walk: Callable[[Town], Awaitable[None]],
) -> None:
    """Open a town with the sample wire and walk in it."""

    async def run() -> None:
        clock = SetClock()
        async with open_town(template.copy(folder), clock) as town:
            store = town.house.store
            for source in sample_sources():
                store.sources.add(source)
            store.items.add(sample_items(clock.now()), clock.now())
            intake.file_items(store, town.house.newsroom.archive.names(), None)
            await walk(town)

    loop.run_until_complete(run())


def test_any_text_is_answered_with_a_message_that_is_accepted(
    loop: asyncio.AbstractEventLoop, tmp_path: Path, sqlite_template: SqliteTemplate
) -> None:
    async def walk(town: Town) -> None:
        await asyncio.to_thread(_try_many, town, asyncio.get_running_loop())

    in_town(loop, tmp_path, sqlite_template, walk)


def _try_many(town: Town, loop: asyncio.AbstractEventLoop) -> None:
    """Let Hypothesis write messages; it is synchronous, so it has a thread of its own."""

    @settings(
        max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(messages.filter(bool))
    def write(text: str) -> None:
        asyncio.run_coroutine_threadsafe(_write(town, text), loop).result(60)

    write()


async def _write(town: Town, text: str) -> None:
    # Each by a person of their own: one alone would be told to slow down.
    person = await town.people.add_person("Ada", language_code="en")
    with structlog.testing.capture_logs() as logged:
        said = await town.people.say(person, person, text)
        if _stays_unanswered(text):
            said = await town.people.say(person, person, "/topics")
        answer = await town.people.answer_to(said)
    assert not [line for line in logged if line["event"] in TROUBLE]
    assert answer.text not in SORRY
    # What a person wrote is shown as it was written: no tag of theirs was read as one.
    assert not {entity["type"] for entity in answer.entities} & NEVER_OURS
    for link in answer.links:
        assert "evil.example" not in link


def _stays_unanswered(text: str) -> bool:
    """Whether `text` is a command for another bot, or for operators alone."""
    for_operators = "|".join(OPERATOR_COMMANDS)
    command = rf"/\w+@(?!TenBriefBot\b)\w|/({for_operators})\b"
    return re.match(command, text, re.IGNORECASE) is not None


def test_nothing_that_is_pressed_breaks_anything(
    loop: asyncio.AbstractEventLoop, tmp_path: Path, sqlite_template: SqliteTemplate
) -> None:
    async def walk(town: Town) -> None:
        await asyncio.to_thread(_press_many, town, asyncio.get_running_loop())

    in_town(loop, tmp_path, sqlite_template, walk)


verbs = st.sampled_from([*BUTTONS, "cfg:1", "cfg:1:hour", "cfg:1:catchup", "s:1", "v:1", "x", ""])
ends = st.sampled_from(["", ":1", ":0", ":-1", ":99999999", ":²", ":a", ":up", ":hour:25:00"])
forged = st.tuples(verbs, wild, ends).map(
    lambda parts: f"{parts[0]}:{parts[1]}{parts[2]}".encode()[:64].decode(errors="ignore")
)


def _press_many(town: Town, loop: asyncio.AbstractEventLoop) -> None:
    @settings(
        max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(forged)
    def press(data: str) -> None:
        asyncio.run_coroutine_threadsafe(_press(town, data), loop).result(60)

    press()


async def _press(town: Town, data: str) -> None:
    """Let the application deal with a tap that no button of ours can make."""
    person = await town.people.add_person("Ada", language_code="en")
    said = await town.people.say(person, person, "/topics")
    page = await town.people.answer_to(said)
    application = town.post.application
    tap = {
        "id": "1",
        "from": {"id": person, "is_bot": False, "first_name": "Ada", "language_code": "en"},
        "message": dict(page.raw),
        "chat_instance": "1",
        "data": data,
    }
    with structlog.testing.capture_logs() as logged:
        update = Update.de_json({"update_id": 1, "callback_query": tap}, application.bot)
        await application.process_update(update)
    assert not [line for line in logged if line["event"] in TROUBLE]

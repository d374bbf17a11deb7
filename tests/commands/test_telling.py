"""Questions answered in sentences, by a language model that says what a test tells it to."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from bot.archive import Teller
from bot.sandbox import Message
from bot.writers import LanguageModel
from tests.town import Town

QUESTION = "What did OpenAI announce in Warsaw this week?"
TRUE = "OpenAI is to open an engineering hub in Warsaw"


class FullPurse:
    """A budget that never ends."""

    def left(self) -> int:
        return 1_000_000

    def spend(self, tokens: int) -> None:
        pass


def let_it_say(town: Town, *pieces: str, status: int = 200) -> None:
    """Give the town a language model that streams `pieces` to whatever it is asked."""
    chunks = [json.dumps({"choices": [{"delta": {"content": piece}}]}) for piece in pieces]
    body = "".join(f"data: {chunk}\n\n" for chunk in chunks) + "data: [DONE]\n\n"

    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, text=body, headers={"Content-Type": "text/event-stream"})

    @asynccontextmanager
    async def open_model() -> AsyncIterator[LanguageModel]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
            yield LanguageModel("http://model.example/v1", None, "m", client, FullPurse())

    town.house.newsroom.teller = Teller(open_model)


async def ask(town: Town, text: str = QUESTION) -> Message:
    ada = await town.people.add_person("Ada", language_code="en")
    return await town.people.answer_to(await town.people.say(ada, ada, text))


async def test_a_question_is_answered_in_sentences_with_their_sources(town: Town) -> None:
    let_it_say(town, "OpenAI is to open an ", "engineering hub in Warsaw [1].", "")
    answer = await ask(town)
    assert answer.text.startswith(f"{TRUE}. [1]")
    assert "1. OpenAI to open an engineering hub in Warsaw · Silicon Harbor" in answer.text
    assert any("silicon-harbor.example" in link for link in answer.links)
    await town.people.press(answer, "All stories")
    listed = await town.people.wait_for(answer.chat, lambda one: "1 story" in one.text)
    assert listed.id == answer.id


async def test_a_sentence_that_no_item_says_is_left_out(town: Town) -> None:
    let_it_say(town, f"{TRUE} [1]. It will pay Microsoft $77 billion for it [1].")
    answer = await ask(town)
    assert TRUE in answer.text
    assert "77" not in answer.text


async def test_a_sentence_without_its_source_is_left_out(town: Town) -> None:
    let_it_say(town, f"Warsaw is a fine town. {TRUE} [1]. A hub in Warsaw [9].")
    answer = await ask(town)
    assert "fine town" not in answer.text
    assert "[9]" not in answer.text


async def test_where_nothing_holds_the_list_is_shown(town: Town) -> None:
    let_it_say(town, "NONE")
    assert (await ask(town)).text.startswith("OpenAI · Warsaw · 1 story")


async def test_where_the_model_fails_the_list_is_shown(town: Town) -> None:
    let_it_say(town, "", status=500)
    assert (await ask(town)).text.startswith("OpenAI · Warsaw · 1 story")


async def test_markup_in_an_answer_is_never_markup(town: Town) -> None:
    let_it_say(town, f"<b>{TRUE}</b> [1]. {TRUE} [1].")
    answer = await ask(town)
    assert "<b>" not in answer.text


async def test_a_bare_name_is_answered_with_its_page_at_once(town: Town) -> None:
    let_it_say(town, f"{TRUE} [1].")
    assert (await ask(town, "OpenAI")).text.startswith("OpenAI · ")

"""A short answer in sentences, made of the stories on an answer's page. Held by newsroom."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.archive.answers import Answer
from bot.errors import ModelError
from bot.model import Item, Story
from bot.writers import Claim, OpenModel, write_answer


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as far as it is told: its sentences, and the items they name by number from 1."""

    claims: tuple[Claim, ...]
    items: tuple[Item, ...]


class Teller:
    """Answers questions through a language model, where one is set."""

    def __init__(self, open_model: OpenModel | None) -> None:
        self._open_model = open_model

    def may_tell(self, answer: Answer) -> bool:
        """Whether `answer` is to a question in words, and there is a model to answer it."""
        has_stories = bool(answer.stories) and answer.question.span == answer.asked.span
        return self._open_model is not None and answer.asked.is_asked and has_stories

    async def tell(self, answer: Answer, lang: str) -> AsyncIterator[Told]:
        """Yield the answer in `lang` each time a sentence has come, each one grounded.

        Raises:
            ModelError: there is no model, it fails, or nothing it says is in the items.
        """
        if self._open_model is None:
            raise ModelError("There is no language model; set LLM_URL and LLM_MODEL.")
        items = tuple(_telling(story, lang[:2]) for story in answer.stories)
        outlets = {slug: source.title for slug, source in answer.sources.items()}
        async for claims in write_answer(
            self._open_model, answer.query, items, lang, answer.names, outlets
        ):
            yield Told(claims, items)


def _telling(story: Story, lang: str) -> Item:
    """Return the item of a story that says most to a reader of `lang`."""
    return max(
        story.items, key=lambda item: (item.lang == lang and bool(item.text), len(item.text))
    )

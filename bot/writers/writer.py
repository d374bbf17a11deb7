"""The writer: a text for every story, whatever happens.

Each story gets its extractive text first. Where a language model is set, its
text takes that place once it passed the grounding gate; what fails is written
again once, and then the extractive text stands. Called by newsroom.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager

import structlog

from bot.errors import ModelError
from bot.language.fold import detect_lang
from bot.language.names import Names
from bot.model import SlotText, Story
from bot.writers import extractive
from bot.writers.cleaning import clean_headline, clean_text
from bot.writers.grounding import Violation, ViolationKind, check, check_against
from bot.writers.language_model import LanguageModel
from bot.writers.material import read_material

log = structlog.get_logger(__name__)

OpenModel = Callable[[], AbstractAsyncContextManager[LanguageModel]]

# The brief goes out on time: what the model has not written by then is extractive.
MODEL_SECONDS = 180.0
DRAFTS = 2

_NO_OUTLETS: Mapping[str, str] = {}


class Writer:
    """Writes headlines and bodies. `open_model` is None where there is no language model."""

    def __init__(
        self,
        names: Names,
        open_model: OpenModel | None = None,
        *,
        model_seconds: float = MODEL_SECONDS,
    ) -> None:
        self._names = names
        self._open_model = open_model
        self._model_seconds = model_seconds

    async def write_all(
        self, stories: Sequence[Story], lang: str, outlets: Mapping[str, str] = _NO_OUTLETS
    ) -> dict[str, SlotText]:
        """Return a text in `lang` for each story, by the story's id.

        A story that only other languages carry is told in its own where no
        model translates it. `outlets` maps source slugs to their names. Never
        raises for a story or a model.
        """
        texts = await asyncio.to_thread(self._write_plain, stories, lang, outlets)
        if self._open_model is not None and stories:
            async with self._open_model() as model:
                texts |= await self._write_by_model(model, stories, lang, outlets)
        return texts

    def _write_plain(
        self, stories: Sequence[Story], lang: str, outlets: Mapping[str, str]
    ) -> dict[str, SlotText]:
        return {story.id: self._extract(story, lang, outlets) for story in stories}

    def _extract(self, story: Story, lang: str, outlets: Mapping[str, str]) -> SlotText:
        """Return the extractive text; if that fails, the headline by its outlets."""
        try:
            text = extractive.write(story, lang, self._names, outlets)
            if not check(text, story, self._names, outlets):
                return text
            log.warning("extractive_text_refused", story=story.id)
        except Exception:
            # One story's odd text must not cost the other nine their brief.
            log.exception("extractive_text_failed", story=story.id)
        return extractive.write_headline_only(story, lang, outlets)

    async def _write_by_model(
        self,
        model: LanguageModel,
        stories: Sequence[Story],
        lang: str,
        outlets: Mapping[str, str],
    ) -> dict[str, SlotText]:
        """Return the model's texts that passed the gate in time."""
        tasks = {
            story.id: asyncio.create_task(self._improve(model, story, lang, outlets))
            for story in stories
        }
        _, late = await asyncio.wait(tasks.values(), timeout=self._model_seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        log.info("model_asked", late=len(late), **_cost(model))
        done = {story: task.result() for story, task in tasks.items() if task not in late}
        return {story: text for story, text in done.items() if text is not None}

    async def _improve(
        self,
        model: LanguageModel,
        story: Story,
        lang: str,
        outlets: Mapping[str, str],
    ) -> SlotText | None:
        """Return the model's text if the gate lets one through, else None."""
        try:
            return await self._draft_and_check(model, story, lang, outlets)
        except ModelError as error:
            log.warning("model_failed", story=story.id, error=str(error))
        except Exception:
            # The extractive text stands; a bug here must not stop the brief.
            log.exception("model_text_failed", story=story.id)
        return None

    async def _draft_and_check(
        self,
        model: LanguageModel,
        story: Story,
        lang: str,
        outlets: Mapping[str, str],
    ) -> SlotText | None:
        material = await asyncio.to_thread(read_material, story, self._names, outlets)
        refused: list[Violation] = []
        for _ in range(DRAFTS):
            headline, body = await model.draft(story, lang, outlets, refused)
            text = SlotText(
                clean_headline(headline), " ".join(clean_text(body).split()), model.name
            )
            refused = [
                *_wrong_language(text, lang),
                *await asyncio.to_thread(check_against, text, material, self._names),
            ]
            if not refused:
                return text
            kinds = sorted({violation.kind.value for violation in refused})
            log.info("model_text_refused", story=story.id, kinds=kinds)
        return None


def _wrong_language(text: SlotText, lang: str) -> list[Violation]:
    """Return a violation where the body is not in `lang`, as far as its script tells."""
    if lang in {"zh", "en"} and detect_lang(text.body) != lang:
        return [Violation(ViolationKind.LANGUAGE, f"a body that is not in {lang}")]
    return []


def _cost(model: LanguageModel) -> dict[str, int]:
    usage = model.usage
    return {"requests": usage.requests, "tokens": usage.tokens, "from_cache": usage.from_cache}

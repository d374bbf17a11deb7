"""A language model behind an OpenAI-compatible address.

It drafts texts for `Writer` and settles doubtful pairs for the newsroom. One
story goes into one request, so that what one item's author hides in it cannot
reach the text of another story.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import httpx
import structlog

from bot.errors import ModelError
from bot.model import Item, Story
from bot.writers import prompts
from bot.writers.budget import Budget, TextCache, Usage
from bot.writers.grounding import Violation
from bot.writers.model_server import ServerRefusedError, endpoint, post
from bot.writers.streaming import stream_chat

log = structlog.get_logger(__name__)

PARALLEL_REQUESTS = 4
ANSWER_TOKENS = 900
PAIRS_PER_REQUEST = 12
# After so many failures in a row the server is left alone for as long as the model is open.
MOST_FAILURES = 3


class LanguageModel:
    """Asks one model on one server, within a budget.

    `url` is the API's base (`https://api.deepseek.com/v1`) or the address of
    its `/chat/completions`; `client` stays the caller's to close.
    """

    def __init__(
        self,
        url: str,
        key: str | None,
        model: str,
        client: httpx.AsyncClient,
        budget: Budget,
        cache: TextCache | None = None,
    ) -> None:
        self.name = model
        self._address = endpoint(url, "/chat/completions")
        self._key = key
        self._client = client
        self._budget = budget
        self._cache = cache
        self._usage = Usage()
        self._takes_format = True
        self._failures = 0
        self._turns = asyncio.Semaphore(PARALLEL_REQUESTS)
        self._purse = asyncio.Lock()

    @property
    def usage(self) -> Usage:
        """Return what this model was asked and what it cost since it was opened."""
        return self._usage

    async def draft(
        self,
        story: Story,
        lang: str,
        outlets: Mapping[str, str],
        refused: Sequence[Violation] = (),
    ) -> tuple[str, str]:
        """Return a (headline, body) for `story` in `lang`, unchecked.

        `refused` is what the gate threw out of the draft before this one.

        Raises:
            ModelError: the server fails, answers nonsense, or the budget is spent.
        """
        answer = await self._ask(prompts.ask_for_text(story, lang, outlets, refused))
        return prompts.read_text(answer)

    async def settle_pairs(self, pairs: Sequence[tuple[Item, Item]]) -> list[bool | None]:
        """Return for each pair whether both items report the same event.

        None where the model cannot tell, fails, or the budget is spent.
        """
        starts = range(0, len(pairs), PAIRS_PER_REQUEST)
        batches = [pairs[start : start + PAIRS_PER_REQUEST] for start in starts]
        settled = await asyncio.gather(*(self._settle_batch(batch) for batch in batches))
        return [verdict for batch in settled for verdict in batch]

    async def stream(self, messages: prompts.Messages) -> AsyncIterator[str]:
        """Yield the pieces of the model's answer to `messages` as it writes them.

        Raises:
            ModelError: the server fails, breaks off, or the budget is spent.
        """
        payload = {
            "model": self.name,
            "messages": messages,
            "temperature": 0.2,
            "max_tokens": ANSWER_TOKENS,
        }
        cost = _tokens_in(messages)
        reserved = cost + ANSWER_TOKENS
        await self._reserve(reserved)
        written = ""
        try:
            async for piece in stream_chat(self._client, self._address, self._key, payload):
                written += piece
                yield piece
        finally:
            cost += _tokens(written)
            await asyncio.to_thread(self._budget.spend, cost - reserved)

    async def _settle_batch(self, pairs: Sequence[tuple[Item, Item]]) -> list[bool | None]:
        try:
            answer = await self._ask(prompts.ask_about_pairs(pairs))
        except ModelError as error:
            log.warning("pairs_unsettled", pairs=len(pairs), error=str(error))
            return [None] * len(pairs)
        return prompts.read_verdicts(answer, len(pairs))

    async def _ask(self, messages: prompts.Messages) -> str:
        """Return the model's answer to `messages`, from the cache if it was asked before."""
        key = _cache_key(self.name, messages)
        if self._cache is not None and (kept := await asyncio.to_thread(self._cache.get, key)):
            self._usage = replace(self._usage, from_cache=self._usage.from_cache + 1)
            return kept
        async with self._turns:
            answer = await self._ask_while_it_answers(messages)
        if self._cache is not None:
            await asyncio.to_thread(self._cache.put, key, answer)
        return answer

    async def _ask_while_it_answers(self, messages: prompts.Messages) -> str:
        if self._failures >= MOST_FAILURES:
            raise ModelError("The model server failed repeatedly and is left alone for now.")
        try:
            answer = await self._ask_server(messages)
        except ModelError:
            self._failures += 1
            raise
        self._failures = 0
        return answer

    async def _ask_server(self, messages: prompts.Messages) -> str:
        reserved = _tokens_in(messages) + ANSWER_TOKENS
        await self._reserve(reserved)
        paid = 0
        try:
            response = await self._complete(messages)
            answer = _content(response)
            paid = self._count(response, messages, answer)
        finally:
            await asyncio.to_thread(self._budget.spend, paid - reserved)
        return answer

    async def _reserve(self, tokens: int) -> None:
        """Take `tokens` off the budget before they are spent, so that parallel requests fit."""
        async with self._purse:
            if await asyncio.to_thread(self._budget.left) < tokens:
                raise ModelError(
                    "Today's budget for the language model is spent; raise LLM_DAILY_TOKENS."
                )
            await asyncio.to_thread(self._budget.spend, tokens)

    async def _complete(self, messages: prompts.Messages) -> dict[str, Any]:
        """Send the request, without `response_format` to a server that does not know it."""
        payload: dict[str, Any] = {
            "model": self.name,
            "messages": messages,
            "temperature": 0.2,
            "max_tokens": ANSWER_TOKENS,
        }
        formatted = payload | {"response_format": {"type": "json_object"}}
        if self._takes_format:
            try:
                return await post(self._client, self._address, self._key, formatted)
            except ServerRefusedError as error:
                if error.status not in {400, 422}:
                    raise
        answer = await post(self._client, self._address, self._key, payload)
        self._takes_format = False
        return answer

    def _count(self, response: dict[str, Any], messages: prompts.Messages, answer: str) -> int:
        """Note what a request cost and return it; a server that does not say is estimated."""
        told = response.get("usage")
        usage = told if isinstance(told, dict) else {}
        prompt = _whole(usage.get("prompt_tokens"), _tokens_in(messages))
        completion = _whole(usage.get("completion_tokens"), _tokens(answer))
        self._usage = replace(
            self._usage,
            requests=self._usage.requests + 1,
            prompt_tokens=self._usage.prompt_tokens + prompt,
            completion_tokens=self._usage.completion_tokens + completion,
        )
        return prompt + completion


def _content(response: dict[str, Any]) -> str:
    try:
        content = response["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError) as error:
        raise ModelError("The model server's answer holds no message.") from error
    if not isinstance(content, str):
        raise ModelError("The model server's answer holds no text.")
    return content


def _cache_key(model: str, messages: prompts.Messages) -> str:
    asked = json.dumps([model, messages], ensure_ascii=False)
    return hashlib.sha256(asked.encode(errors="replace")).hexdigest()


def _whole(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and value >= 0 else otherwise


def _tokens_in(messages: prompts.Messages) -> int:
    return sum(_tokens(message["content"]) for message in messages)


def _tokens(text: str) -> int:
    """Estimate tokens: one for a Chinese character, one for four others, rounded up."""
    wide = sum(character > "\u2e7f" for character in text)
    return wide + (len(text) - wide) // 4 + 1

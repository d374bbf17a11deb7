"""A short answer to a reader's question, made of stored items only. Called by archive.

The model sees numbered items and must end each sentence with the numbers it
rests on. A sentence is shown once it is whole and the grounding gate finds all
of it in those very items; what fails is left out, and where nothing is left,
there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import structlog

from bot.errors import ModelError
from bot.language.names import Names
from bot.language.sentences import split_sentences
from bot.model import Item, SlotText, Story
from bot.writers.grounding import LONGEST_HEADLINE, check
from bot.writers.language_model import LanguageModel
from bot.writers.prompts import ask_for_answer

log = structlog.get_logger(__name__)

# A reader reads no more than this of an answer in a chat.
MOST_CLAIMS = 6
LONGEST_CLAIM = 400

# [1], [1][3], [1, 3], 【2】 behind a sentence, before or after its full stop.
_MARKS = r"(?:\s*[\[【]\d{1,2}(?:\s*[,，、]\s*\d{1,2})*[\]】])+"
_CLAIM = re.compile(rf"(?P<text>[^\[\]【】]+?)(?P<marks>{_MARKS})(?P<stop>\s*[。.！!]?)")
_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_BULLET = re.compile(r"^[\s\-*•·]+|^\s*\d+[.、)]\s+")
_FULL_STOPS = "。.！!？?"

OpenModel = Callable[[], AbstractAsyncContextManager[LanguageModel]]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of an answer and the items it rests on, by number from 1."""

    text: str
    items: tuple[int, ...]


async def write_answer(
    open_model: OpenModel,
    question: str,
    items: Sequence[Item],
    lang: str,
    names: Names,
    outlets: Mapping[str, str],
) -> AsyncIterator[tuple[Claim, ...]]:
    """Yield the answer to `question` from `items` in `lang` each time it has grown.

    Raises:
        ModelError: the model fails, its budget is spent, or nothing it says is in the items.
    """
    claims: list[Claim] = []
    written, seen = "", 0
    async with open_model() as model:
        async for piece in model.stream(ask_for_answer(question, items, lang, outlets)):
            written += piece
            found = list(read_claims(written, len(items), is_whole=False))
            fresh = [each for each in found[seen:] if _is_grounded(each, items, names, outlets)]
            seen = len(found)
            if fresh:
                claims += fresh
                yield tuple(claims[:MOST_CLAIMS])
    found = list(read_claims(written, len(items), is_whole=True))
    claims += [each for each in found[seen:] if _is_grounded(each, items, names, outlets)]
    log.info("question_answered", sentences=len(found), grounded=len(claims))
    if not claims:
        raise ModelError("The language model said nothing that the items say.")
    yield tuple(claims[:MOST_CLAIMS])


def read_claims(written: str, items: int, *, is_whole: bool) -> Iterator[Claim]:
    """Yield the sentences of `written` with the numbers behind them.

    Sentences without a number, or with one that no item has, are passed over.
    While the text is not whole, its last sentence may still get more numbers.
    """
    plain = _THOUGHT.sub("", written)
    for match in _CLAIM.finditer(plain):
        if not is_whole and not plain[match.end() :].strip():
            return
        numbers = tuple(dict.fromkeys(int(number) for number in re.findall(r"\d+", match["marks"])))
        text = _BULLET.sub("", match["text"].strip().lstrip(_FULL_STOPS + "，,;；")).strip()
        if not text or not all(1 <= number <= items for number in numbers):
            continue
        # Of several sentences only the last one has the number behind it.
        text = split_sentences(text)[-1].strip()
        stop = match["stop"].strip()
        yield Claim(text if text[-1:] in _FULL_STOPS else text + stop, numbers)


def _is_grounded(
    claim: Claim, items: Sequence[Item], names: Names, outlets: Mapping[str, str]
) -> bool:
    """Whether the gate finds all of a claim in the items it names."""
    if len(claim.text) > LONGEST_CLAIM:
        return False
    cited = tuple(items[number - 1] for number in claim.items)
    moments = [item.published for item in cited]
    topics = tuple(dict.fromkeys(topic for item in cited for topic in item.topics))
    story = Story("answer", cited[0].title, cited, topics, min(moments), max(moments))
    head = claim.text if len(claim.text) <= LONGEST_HEADLINE else cited[0].title
    violations = check(SlotText(head, claim.text, "model"), story, names, outlets)
    if violations:
        log.info("claim_refused", kinds=",".join(sorted({each.kind for each in violations})))
    return not violations

"""What a reader asks: names, a time and words, found in what they typed.

Called by `archive`. `DeepSeek`, `DeepSeek 阿里 7d`, `OpenAI 最近怎么样` and
`what did OpenAI announce in Warsaw this week` all become a `Question`. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import zhconv
from rapidfuzz import fuzz

from bot.archive.spans import Span, find_span
from bot.language.names import Names
from bot.model import Topic

# A person who types more is not asking for a name; the store bounds it again.
QUERY_CHARACTERS = 200
# Stories on more names than these at once are hardly ever there.
MOST_TOPICS = 4
# How alike (rapidfuzz, 0 to 100) a misspelt name and the name must be, to be taken for it.
SURELY_MEANT = 80
# Below this many characters every name is like some other.
SHORTEST_GUESS = 4

# Words of no more characters have no parts of which some could be enough.
SHORTEST_LOOSE = 2

# Words around a question, never what is looked for.
_ASKING_EN = (
    "what|what's|whats|who|who's|when|where|why|how|how's|which|did|does|do|is|are|was|were|has|"
    "have|had|the|a|an|of|on|in|at|for|to|about|with|by|from|and|or|vs|versus|any|anything|"
    "something|some|tell|me|show|give|find|search|please|pls|can|could|would|will|you|i|we|us|it|"
    "its|their|there|that|this|these|those|know|everything|all|been|be|going|doing|happening|"
    "happened|happen|up|said|say|says|new|s|so|far|latest|newest|recent|news|update|updates|"
    "story|stories|hi|hello|hey|more|want"
)
# Words for publishing: only what stands beside a name or a time is more than these.
_TELLING_EN = (
    "announce|announced|announces|announcing|announcement|announcements|launch|launched|launches|"
    "release|released|releases|publish|published|unveil|unveiled|made|make|development|developments"
)
_ASKING_ZH = (
    "什么时候|有?多[大少快长高久]|怎么样了?|怎样|如何|有什么|有哪些|有没有|是什么|什么|哪些|哪个|哪家|谁|为什么|最新的?|新闻|消息|动态|进展|"
    "情况|近况|资讯|报道|相关的?|关于|请问|告诉我|给我看看|给我|看一?看|查一下|查查|搜一下|搜索|我想知道|想知道|"
    "介绍一下|介绍|说说|聊聊|一下|以及|发生了?|做了?|出了?|说了?|干了?|有啥|啥|新鲜事|大事|事情|事"
)
_TELLING_ZH = "发布了?|宣布了?|推出了?|公布了?|上线了?|开源了?"
# Particles count only at the ends of a run of Han characters.
_EDGES_ZH = "的了吗呢啊吧呀么嘛和与跟及在是都还有又也和、"

_HAN = re.compile(r"[\u3400-\u9fff]")
# What is written onto a name without a space: -r1, 3, -V5, -72B.
_VERSION = re.compile(r"-?[A-Za-z]?\d[\w.]*(?:-\w+)*")
_JOINTS = "-–—/&+"
_ENDS = ' \t?？!！。.,，;；:：、…~～"“”‘’()（）[]【】《》「」'


def _word_pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})", re.IGNORECASE)


_ASKING_WORD = _word_pattern(_ASKING_EN)
_TELLING_WORD = _word_pattern(_TELLING_EN)
_ASKING_HAN = re.compile(_ASKING_ZH)
_TELLING_HAN = re.compile(_TELLING_ZH)


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: stories on all of `topics`, with all `words`, in `span`.

    `text` is what was typed, on one line; `spellings` are the topics as they stand
    in it. `is_asked` says that it was put as a
    question, not as a bare name, so that an answer in sentences is welcome.
    `is_loose` says that some of `words` are enough.
    """

    text: str
    topics: tuple[Topic, ...] = ()
    spellings: tuple[str, ...] = ()
    words: str = ""
    span: Span | None = None
    is_asked: bool = False
    is_loose: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it can be looked for."""
        return not (self.topics or self.words or self.span)


def read_question(text: str, names: Names, now: datetime, zone: str) -> Question:
    """Return what `text` asks for; days are those of `zone`.

    Raises:
        BadRequestError: there is no such zone.
    """
    asked = " ".join(text.split())[:QUERY_CHARACTERS]
    plain = " ".join(unicodedata.normalize("NFKC", asked).split()).strip(_ENDS)
    whole = names.resolve(plain)
    if whole is not None:
        return Question(asked, (whole,), (plain,))
    named = _take_names(plain, names)
    span, rest = find_span(named.rest, now, zone)
    alone = names.resolve(rest.strip(_ENDS)) if rest.strip(_ENDS) else None
    if alone is not None and not named.topics:
        return Question(asked, (alone,), (rest.strip(_ENDS),), span=span)
    words, was_asked = _content(rest, beside_name=bool(named.topics) or span is not None)
    words = " ".join((*named.versions, *words.split()))
    if not (named.topics or words or span):
        words = plain
    is_asked = was_asked or asked.endswith(("?", "？"))
    return Question(asked, named.topics, named.spellings, words, span, is_asked)


def easier_questions(question: Question, names: Names) -> Iterator[Question]:
    """Yield what to ask instead, one after the other, where `question` finds nothing.

    First with the names, as they were typed, looked for in the texts; then
    without the words beside them. A misspelt word is taken for the name it
    surely means, or some of several words are enough. At last any time will do.
    """
    timeless = [question] if question.span is None else [question, replace(question, span=None)]
    for asked in timeless:
        if asked is not question:
            yield asked
        yield from _less_of(asked) if asked.topics else _more_freely(asked, names)


def _less_of(asked: Question) -> Iterator[Question]:
    """Yield questions with names of which less is asked."""
    if len(asked.topics) > 1:
        # Not all names as words: two that are often told of apart take long to be looked for.
        for kept, topic in enumerate(asked.topics[:2]):
            others = [word for place, word in enumerate(asked.spellings) if place != kept]
            yield replace(asked, topics=(topic,), words=_joined(*others, asked.words))
    elif asked.words:
        yield replace(asked, topics=(), words=_joined(*asked.spellings, asked.words))
    if asked.words:
        yield replace(asked, words="")
    if len(asked.topics) == 1:
        yield replace(asked, topics=(), words=asked.spellings[0])


def _more_freely(asked: Question, names: Names) -> Iterator[Question]:
    """Yield readings of words that stand alone."""
    if asked.words:
        meant = meant_topic(asked.words, names)
        if meant is not None:
            yield replace(asked, topics=(meant,), spellings=(asked.words,), words="")
        if len(asked.words) > SHORTEST_LOOSE:
            yield replace(asked, is_loose=True)


def _joined(*words: str) -> str:
    return " ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class _Named:
    """Topics found in a text and as they are spelt there, versions written onto them (GPT-5),
    and the text without all of these.
    """

    topics: tuple[Topic, ...]
    spellings: tuple[str, ...]
    versions: tuple[str, ...]
    rest: str


def _take_names(text: str, names: Names) -> _Named:
    """Find the names in `text`.

    A product takes its company's place: of `谷歌 Gemini` only Gemini is asked.
    """
    found: dict[str, str] = {}
    versions, parts, end = [], [], 0
    for mention in names.find(text):
        found.setdefault(mention.name, mention.alias)
        parts += [text[end : mention.start], " "]
        end = mention.end
        version = _VERSION.match(text, mention.end)
        if version is not None:
            end = version.end()
            versions.append(text[mention.start : end])
    parts.append(text[end:])
    implied = {parent for name in found for parent in names.with_parents([name])[1:]}
    asked = [name for name in found if name not in implied][:MOST_TOPICS]
    return _Named(
        topics=tuple(names.topics[name] for name in asked),
        spellings=tuple(found[name] for name in asked),
        versions=tuple(versions),
        rest="".join(parts),
    )


def _content(text: str, *, beside_name: bool) -> tuple[str, bool]:
    """Return the words of `text` worth looking for, and whether words of asking stood around.

    Verbs like "announce" count as content only where nothing else says what is meant.
    """
    simple = zhconv.convert(text, "zh-hans")
    was_asked = False
    content = []
    for run in simple.split():
        kept = _han_content(run, beside_name) if _HAN.search(run) else _latin(run, beside_name)
        was_asked = was_asked or kept != run.strip(_ENDS + _JOINTS)
        if kept:
            content.append(kept)
    return " ".join(content), was_asked


def _latin(run: str, beside_name: bool) -> str:
    """Return a Latin word without the marks around it, empty if it only asks or joins."""
    word = run.strip(_ENDS + _JOINTS).replace("’", "'")
    if _ASKING_WORD.fullmatch(word) or (beside_name and _TELLING_WORD.fullmatch(word)):
        return ""
    return word if any(character.isalnum() for character in word) else ""


def _han_content(run: str, beside_name: bool) -> str:
    """Return a run with Han characters without the words of asking in it."""
    cleared = _ASKING_HAN.sub(" ", run)
    if beside_name:
        cleared = _TELLING_HAN.sub(" ", cleared)
    parts = (part.strip(_ENDS + _EDGES_ZH) for part in cleared.split())
    return " ".join(part for part in parts if part)


def meant_topic(word: str, names: Names) -> Topic | None:
    """Return the topic that a misspelt Latin `word` surely means, if it means one."""
    if len(word) < SHORTEST_GUESS or " " in word or _HAN.search(word):
        return None
    near = names.near(word, 1)
    if not near:
        return None
    topic, typed = names.topics[near[0]], word.casefold()
    spellings = [name.casefold() for name in (topic.name, *topic.aliases)]
    likeness = max(
        (fuzz.ratio(typed, name) for name in spellings if name[:1] == typed[0]), default=0
    )
    return topic if likeness >= SURELY_MEANT else None

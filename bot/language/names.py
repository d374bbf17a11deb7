"""Names of companies, labs, products and people, in any language and script.

The editor tags items with it, the writers compare names through it, the
newsroom resolves what a reader typed after `/topic`. Topics and the rules for
their doubtful aliases are data: `topics.toml` beside this file.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import ahocorasick
import zhconv
from rapidfuzz import fuzz, process

from bot.language.links import host_of
from bot.model import Topic, TopicKind

# Below this a near name is rather another name (rapidfuzz, 0 to 100).
NEAR_ENOUGH = 62

_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A topic named in a text: `text[start:end]` is the spelling used there."""

    name: str
    start: int
    end: int
    alias: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What keeps a topic's aliases from being mistaken for common words.

    `cased` aliases count only in exactly that spelling. `doubtful` ones count
    only where one of `context` stands in the same text. `hosts` are web hosts
    on which everything is about the topic. `zh` is what the Chinese press says.
    """

    zh: str | None = None

    cased: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One alias as the automaton knows it."""

    topic: str
    alias: str
    folded: str
    cased: bool
    context: tuple[str, ...]


class Names:
    """All names known, ready to be found in texts.

    `rules` are those of the default topics unless others are given.
    """

    def __init__(self, topics: Sequence[Topic], rules: Mapping[str, Rule] | None = None) -> None:
        self._topics = {topic.name: topic for topic in topics}
        self._rules = _rules_of(self._topics, load_default_rules() if rules is None else rules)
        self._by_alias: dict[str, str] = {}
        for topic in topics:
            for alias in (topic.name, *topic.aliases):
                self._by_alias.setdefault(spelling_key(alias), topic.name)
        self._by_host = {host: name for name, rule in self._rules.items() for host in rule.hosts}
        self._automaton = _build(topics, self._rules)

    @property
    def topics(self) -> Mapping[str, Topic]:
        """Return the topics by canonical name."""
        return self._topics

    def find(self, text: str) -> list[Mention]:
        """Return the topics named in `text`, by place, longest spelling first where they overlap.

        Latin spellings match whole words only (a number may follow directly,
        as in Qwen3); upper and lower case, full and half width, traditional
        and simplified count as the same unless a rule says otherwise.
        """
        folded, origins = _fold_with_origins(text)
        found = [
            (end - len(spelling.folded) + 1, end + 1, spelling)
            for end, spellings in self._matches(folded)
            for spelling in spellings
        ]
        found.sort(key=lambda match: (match[0] - match[1], match[0]))
        taken = bytearray(len(folded))
        mentions = []
        for start, end, spelling in found:
            if any(taken[start:end]) or not _stands_alone(folded, start, end):
                continue
            origin = slice(origins[start], origins[end - 1] + 1)
            if not _allowed(spelling, text[origin], folded):
                continue
            taken[start:end] = b"\x01" * (end - start)
            mentions.append(Mention(spelling.topic, origin.start, origin.stop, text[origin]))
        return sorted(mentions, key=lambda mention: mention.start)

    def resolve(self, text: str) -> Topic | None:
        """Return the topic that `text` is a name of, in any case, width or script."""
        name = self._by_alias.get(spelling_key(text))
        return self._topics[name] if name is not None else None

    def near(self, text: str, limit: int = 3) -> list[str]:
        """Return up to `limit` canonical names whose spellings come closest to `text`."""
        hits = process.extract(
            spelling_key(text),
            self._by_alias.keys(),
            scorer=fuzz.WRatio,
            limit=limit * 4,
            score_cutoff=NEAR_ENOUGH,
        )
        names = dict.fromkeys(self._by_alias[alias] for alias, _, _ in hits)
        return list(names)[:limit]

    def with_parents(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return `names` and the topics they imply (Gemini: Google), each once, in order."""
        found: dict[str, None] = {}
        for name in names:
            current: str | None = name
            while current is not None and current not in found:
                found[current] = None
                topic = self._topics.get(current)
                current = topic.parent if topic else None
        return tuple(found)

    def display(self, name: str, lang: str) -> str:
        """Return what readers of `lang` call the topic: 谷歌 in zh, Google in en."""
        topic = self._topics.get(name)
        if lang == "zh":
            rule = self._rules.get(name)
            return (rule.zh if rule else None) or name
        spellings = (name, *topic.aliases) if topic else (name,)
        return next((word for word in spellings if not _HAN.search(word)), name)

    def of_host(self, url: str) -> str | None:
        """Return the topic whose own site `url` lies on: openai.com is OpenAI's."""
        host = host_of(url)
        while host:
            if host in self._by_host:
                return self._by_host[host]
            _, _, host = host.partition(".")
        return None

    def _matches(self, folded: str) -> Iterator[tuple[int, tuple[_Spelling, ...]]]:
        """Yield (last index, spellings) for every place an alias ends in `folded`."""
        if len(self._automaton):
            yield from self._automaton.iter(folded)


@cache
def load_default_topics() -> tuple[Topic, ...]:
    """Return the topics that come with the package, zh and en."""
    return tuple(
        Topic(
            name=entry["name"],
            kind=TopicKind(entry["kind"]),
            aliases=tuple(entry.get("aliases", ())),
            parent=entry.get("parent"),
            weight=float(entry.get("weight", 0.5)),
        )
        for entry in _load_entries()
    )


@cache
def load_default_rules() -> Mapping[str, Rule]:
    """Return the rules of the topics that come with the package, by canonical name."""
    return {
        entry["name"]: Rule(
            zh=entry.get("zh"),
            cased=tuple(entry.get("cased", ())),
            doubtful=tuple(entry.get("doubtful", ())),
            context=tuple(entry.get("context", ())),
            hosts=tuple(entry.get("hosts", ())),
        )
        for entry in _load_entries()
        if entry.keys() & {"zh", "cased", "doubtful", "context", "hosts"}
    }


@cache
def _load_entries() -> tuple[dict[str, Any], ...]:
    text = files("bot.language").joinpath("topics.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["topic"])


def _rules_of(topics: Mapping[str, Topic], rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """Return the rules of each topic, also of one that was given another name since.

    Its old name is an alias then, and no other topic's name.
    """
    return {
        name: rules[key]
        for name, topic in topics.items()
        for key in (name, *topic.aliases)[::-1]
        if key in rules and (key == name or key not in topics)
    }


def _build(topics: Sequence[Topic], rules: Mapping[str, Rule]) -> ahocorasick.Automaton:
    """Return an automaton from folded aliases to the spellings that fold so."""
    spellings: dict[str, list[_Spelling]] = {}
    for topic in topics:
        rule = rules.get(topic.name, Rule())
        cased = frozenset(rule.cased)
        doubtful = frozenset(rule.doubtful)
        context = tuple(_fold(word) for word in rule.context)
        for alias in dict.fromkeys((topic.name, *topic.aliases, *rule.cased, *rule.doubtful)):
            folded = _fold(alias)
            if not folded:
                continue
            spellings.setdefault(folded, []).append(
                _Spelling(
                    topic=topic.name,
                    alias=alias,
                    folded=folded,
                    cased=alias in cased,
                    context=context if alias in doubtful else (),
                )
            )
    automaton = ahocorasick.Automaton()
    for folded, same in spellings.items():
        automaton.add_word(folded, tuple(same))
    if spellings:
        automaton.make_automaton()
    return automaton


def _allowed(spelling: _Spelling, written: str, folded_text: str) -> bool:
    """Whether the rules let `written` in this text stand for the spelling's topic."""
    if spelling.cased and written != spelling.alias:
        return False
    return not spelling.context or any(word in folded_text for word in spelling.context)


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether folded[start:end] is a whole word; Han characters are words by themselves."""
    first, last = folded[start], folded[end - 1]
    if start and _is_latin(first) and _is_latin(folded[start - 1]):
        return False
    if end == len(folded) or not _is_latin(last) or not _is_latin(folded[end]):
        return True
    # Qwen3, Hy3 and the like: a version grows on a name of three letters or more.
    return folded[end].isdecimal() and last.isalpha() and end - start >= 3


def _is_latin(character: str) -> bool:
    """Whether the character is part of words that are written with spaces between."""
    return character.isalnum() and not "\u2e80" <= character <= "\ufaff"


def _fold_with_origins(text: str) -> tuple[str, list[int]]:
    """Return `text` folded and, for each folded character, the index it came from."""
    parts = [_fold_character(character) for character in text]
    origins = [index for index, part in enumerate(parts) for _ in part]
    return "".join(parts), origins


def _fold(text: str) -> str:
    return "".join(_fold_character(character) for character in text.strip())


def spelling_key(text: str) -> str:
    """Return what two spellings of one name share: no case, width, script, space, hyphen."""
    return re.sub(r"[\s\-_·・.]+", "", _fold(text)) or _fold(text)


@lru_cache(maxsize=65536)
def _fold_character(character: str) -> str:
    if character in "\u2018\u2019":
        return "'"
    plain = unicodedata.normalize("NFKC", character).casefold()
    if character >= "\u2e80":
        simplified: str = zhconv.convert(plain, "zh-hans")
        return simplified
    return plain

"""What a text says that can be checked: names, amounts, quotations, words.

The extractive writer prefers sentences that carry it, the grounding gate looks
for it in the story's items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.amounts import Amount, find_amounts
from bot.language.fold import fold
from bot.language.names import Names

_QUOTATION = re.compile(
    r"“([^“”]{1,300})”|「([^「」]{1,300})」|『([^『』]{1,300})』|《([^《》]{1,100})》"
    r"|(?<![\w\"])\"([^\"\n]{1,300})\"(?!\w)|(?<!\w)‘([^‘’]{1,200})’(?!\w)"
)
_LATIN_WORD = re.compile(r"(?<![^\W_])[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9]*(?:['’.&+-][A-Za-zÀ-ɏ0-9]+)*\+*")
# Where the last part ends cannot be told from what follows, so two characters stand for it.
_DOTTED_NAME = re.compile(
    r"([\u3400-\u9fff]{1,8}(?:[·・•][\u3400-\u9fff]{1,8})*?[·・•][\u3400-\u9fff]{1,2})"
)
_ADDRESS = re.compile(
    r"https?://\S*|www\.\S*"
    r"|\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|ai|dev|app|co|cn|me|gg|so|to|xyz|info|ru|top|shop|site)\b"
    r"(?:/[^\s，。；、（）()]*)?",
    re.IGNORECASE,
)
_HAN_TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "a an the of to in on at by for from with as is are was were be been it its this that these"
        " those and or but not no has have had will would can could may might their his her they"
        " he she we you i our your than more most also into about over after before up out new"
        " said says",
    )
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The checkable things of one text.

    `topics` are canonical names, `words` content words: Latin ones in lower
    case, Chinese as pairs of characters.
    """

    topics: frozenset[str]
    amounts: tuple[Amount, ...]
    words: frozenset[str]


def read_evidence(text: str, names: Names) -> Evidence:
    """Return what `text` names, counts and talks about."""
    return Evidence(
        topics=frozenset(mention.name for mention in names.find(text)),
        amounts=tuple(find_amounts(text)),
        words=content_words(text),
    )


def content_words(text: str) -> frozenset[str]:
    """Return the words of `text` that carry meaning; Chinese as pairs of characters."""
    return frozenset(_content_words(fold(text).split()))


def _content_words(tokens: list[str]) -> Iterator[str]:
    before = ""
    for token in tokens:
        is_han = _HAN_TOKEN.fullmatch(token) is not None
        if is_han and before:
            yield before + token
        elif not is_han and len(token) > 1 and token not in _COMMON:
            yield token
        before = token if is_han else ""


def find_quotations(text: str) -> list[str]:
    """Return what stands between quotation marks in `text`, Chinese or English ones."""
    return [
        next(part for part in match.groups() if part is not None)
        for match in _QUOTATION.finditer(text)
    ]


def find_latin_words(text: str) -> list[re.Match[str]]:
    """Return the words in Latin script in `text`, with their places."""
    return list(_LATIN_WORD.finditer(text))


def find_dotted_names(text: str) -> list[re.Match[str]]:
    """Return foreign names as Chinese writes them (山姆·奥特曼); group 1 is enough to tell one."""
    return list(_DOTTED_NAME.finditer(text))


def find_addresses(text: str) -> list[str]:
    """Return web addresses in `text`, bare domains among them (DeepSeek.com)."""
    return [match.group() for match in _ADDRESS.finditer(text)]


def is_bare_domain(address: str) -> bool:
    """Tell whether `address` is a domain alone, as names of companies are written."""
    return re.fullmatch(r"(?!www\.)[\w.-]+", address, re.IGNORECASE) is not None

"""Names that are often in the news and no topic yet. Called by `register`. Pure.

Candidates are Latin names (capitalised words that are hardly ever written
small), names in Chinese quotation marks, who stands before 宣布, 发布 and the like
in Chinese news, and who is called by a trade (星河科技). What counts is how many
items and outlets have them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.language.names import Names
from bot.model import Item

# Where names stand that an item is about.
LOOKED_AT_CHARACTERS = 600
FEWEST_ITEMS = 3
FEWEST_OUTLETS = 2
# A word that is written small this often, for every time it is capitalised, is just a word.
_ORDINARY = 0.15

_LATIN = re.compile(r"[A-Z][\w&+-]*[\w+](?:\s[A-Z][\w&+-]*[\w+]){0,2}")
_LATIN_WORD = re.compile(r"[A-Za-z][\w&+-]*")
_QUOTED = re.compile(r"[《「『“]([^《》「」『』“”，。！？、\s]{2,10})[》」』”]")
_SPEAKER = re.compile(
    r"(?:^|[，。；：、！？\s])([\u4e00-\u9fff]{2,6}?)(?:公司|集团|科技)?"
    r"(?:今日|昨日|周.|近日)?(?:宣布|发布|推出|开源|完成|获得?投?资|融资)"
)
# Who is named by what they do, wherever they stand: 星河科技, 北溪集团.
_TRADE = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[由与和对在向被给从让获]|创企|公司|企业|初创)"
    r"([\u4e00-\u9fff]{2,4}?(?:科技|集团|资本|汽车|半导体|实验室|研究院))"
)
_NO_FIRM = re.compile(
    r"(?:国产|国内|国外|海外|高端|智能|电动|无人|自动|新能源|燃油|功率|开源|金融|生物|信息|前沿|风险|人力|社会|产业|"
    r"跨国|上市|国家|重点|联合|一家|多家|这家|各家|两家|三家)(?:驾驶)?.{2,3}"
)
_OPENING = re.compile(r"^(?:The|An?|This|These|How|Why|What|When|With|In|On|At|For|From)\s")
# Alone these are no names: abbreviations, versions, and what stands after a name.
_NO_NAME = re.compile(
    r"[A-Z]{1,4}s?|[A-Z]?\d.*|[A-Z]\d[\w-]*|Pro|Max|Mini|Plus|Ultra|Flash|Air|.{1,2}|.oE"
)
_NOBODY = re.compile(
    r"今[天日]|昨[天日]|近日|日前|该|本|我们|他们|官方|公司|团队|研究|正式|联合|同时|首次|目前|已经?|将|与|和|再|"
    r"新|上周|本周|周[一二三四五六日]|月|消息|报道|全面|共同|计划|预计|有望|或将|并|又|也|还|对外|刚刚|不再"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name, how many items of how many outlets have it, and the newest headline with it."""

    name: str
    items: int
    outlets: int
    headline: str


def propose(items: Iterable[Item], names: Names, limit: int) -> list[Proposal]:
    """Return the names that most items have and that no topic goes by, most first."""
    found: defaultdict[str, list[Item]] = defaultdict(list)
    small: Counter[str] = Counter()
    for item in items:
        text = f"{item.title}\n{item.text[:LOOKED_AT_CHARACTERS]}"
        small.update(word for word in _LATIN_WORD.findall(text) if word[0].islower())
        for name in set(_candidates(_without_topics(text, names))):
            found[name].append(item)
    proposals = [
        _proposal(name, having)
        for name, having in found.items()
        if not _is_ordinary(name, len(having), small) and names.resolve(name) is None
    ]
    often = [
        each for each in proposals if each.items >= FEWEST_ITEMS and each.outlets >= FEWEST_OUTLETS
    ]
    often.sort(key=lambda each: (-each.items, -each.outlets, -len(each.name), each.name))
    return list(_without_parts(often))[:limit]


def _without_topics(text: str, names: Names) -> str:
    """Return `text` with a mark in place of every known name, so that none is found in part."""
    parts, end = [], 0
    for mention in names.find(text):
        parts += [text[end : mention.start], " · "]
        end = mention.end
    return "".join((*parts, text[end:]))


def _candidates(text: str) -> Iterator[str]:
    for match in _LATIN.finditer(text):
        name = _OPENING.sub("", match.group())
        if " " in name or not (_NO_NAME.fullmatch(name) or _opens_sentence(text, match.start())):
            yield name
    for match in (*_QUOTED.finditer(text), *_SPEAKER.finditer(text)):
        if not _NOBODY.search(match[1]) and "·" not in match[1]:
            yield match[1]
    for match in _TRADE.finditer(text):
        if not (_NOBODY.search(match[1]) or _NO_FIRM.fullmatch(match[1])):
            yield match[1]


def _opens_sentence(text: str, start: int) -> bool:
    """Whether a word there would be capitalised anyway."""
    before = text[:start].rstrip(" \"'“‘(*")
    return not before or before[-1] in ".!?:\n"


def _is_ordinary(name: str, items: int, small: Counter[str]) -> bool:
    """Whether every word of a Latin name is also written small, as names are not."""
    words = _LATIN_WORD.findall(name)
    return bool(words) and all(small[word.lower()] > items * _ORDINARY for word in words)


def _proposal(name: str, having: list[Item]) -> Proposal:
    newest = max(having, key=lambda item: item.published)
    outlets = len({item.source for item in having})
    return Proposal(name, len(having), outlets, newest.title)


def _without_parts(proposals: list[Proposal]) -> Iterator[Proposal]:
    """Leave out what is a part of a longer name that is as frequent: Skild of Skild Labs."""
    for each in proposals:
        if not any(
            each.name != other.name and each.name in other.name and other.items >= each.items * 0.7
            for other in proposals
        ):
            yield each

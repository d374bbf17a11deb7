"""The gate: a text tells only what its story's items say.

`Writer` sends every text through it, whoever wrote it, before a reader sees
it. A clause that stands in an item word for word is grounded; of any other
clause each amount, date, name and quotation must occur in the items, amounts
compared in one unit and names through their aliases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.language.amounts import Amount, find_amounts
from bot.language.names import Names
from bot.language.sentences import split_sentences
from bot.model import SlotText, Story
from bot.writers.evidence import (
    content_words,
    find_addresses,
    find_dotted_names,
    find_latin_words,
    find_quotations,
    is_bare_domain,
)
from bot.writers.glossary import FREE, PLAIN_WORDS, chinese_for
from bot.writers.material import Material, read_material, script_of, spelled_numbers
from bot.writers.measures import differences

LONGEST_HEADLINE = 160
LONGEST_BODY = 800
# Share of a text's words that its story must have, where both are in one language.
SHARED_WORDS = 0.4
# Fewer words than this, our own notes left aside, show nothing either way.
FEWEST_WORDS = 3
_SHORTEST_VERBATIM = 4

_CLAUSE_ENDS = re.compile(r"[，；;：:。！？!?、\n]\s*|,(?!\d)\s*|\s[-–—]\s|\.\s+|(?<=[”」』）)])")
_MARKUP = re.compile(r"(?<![\w.])@\w{3,}|\]\(|</?[A-Za-z][^<>\n]*>")
_FIGURE = re.compile(r"(?<![\w.,-])\d+(?:[.,:]\d+)*(?![\w-])")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_SPEAKER = re.compile(
    rf"(?:^|[，。；、：“\s的席官裁事人长])([{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)"
    r"(?=表示|称|说|宣布|指出|认为|透露|强调|警告)"
)


class ViolationKind(StrEnum):
    """What is wrong with a text."""

    AMOUNT = "amount"
    NAME = "name"
    QUOTATION = "quotation"
    LINK = "link"
    LENGTH = "length"
    STORY = "story"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing in a text that its story does not say; `text` is how it stands there."""

    kind: ViolationKind
    text: str


def check(
    text: SlotText, story: Story, names: Names, outlets: Mapping[str, str] | None = None
) -> list[Violation]:
    """Return what in `text` is not grounded in the items of `story`; empty is good.

    `outlets` maps source slugs to the names by which a body may call them.
    """
    return check_against(text, read_material(story, names, outlets or {}), names)


def check_against(text: SlotText, material: Material, names: Names) -> list[Violation]:
    """Return what in `text` is not grounded in `material`, a story's items already read."""
    violations = [*_lengths(text), *_links(text, material)]
    for part in (text.headline, text.body):
        for sentence in split_sentences(part):
            violations += _check_sentence(sentence, material, names, part is text.headline)
    if violations:
        return violations
    # A headline in one language over a body in another: each is judged by itself.
    is_mixed = script_of(text.headline) != script_of(text.body)
    whole = (text.headline, text.body) if is_mixed else (f"{text.headline}\n{text.body}",)
    return [each for part in whole for each in _strangeness(part, material, names)]


def _lengths(text: SlotText) -> Iterator[Violation]:
    for part, longest in ((text.headline, LONGEST_HEADLINE), (text.body, LONGEST_BODY)):
        if not part.strip() or len(part) > longest:
            yield Violation(ViolationKind.LENGTH, part[:40])


def _links(text: SlotText, material: Material) -> Iterator[Violation]:
    """Yield addresses and markup; a name like an address (Character.AI) must be the items' own."""
    whole = f"{text.headline}\n{text.body}"
    for match in _MARKUP.finditer(whole):
        yield Violation(ViolationKind.LINK, match.group())
    for address in find_addresses(whole):
        if not is_bare_domain(address) or address.casefold() not in material.addresses:
            yield Violation(ViolationKind.LINK, address)


def _check_sentence(
    sentence: str, material: Material, names: Names, in_headline: bool
) -> Iterator[Violation]:
    if material.says(sentence):
        return
    for quotation in find_quotations(sentence):
        if not material.says(quotation) and not _is_known_name(quotation, material, names):
            yield Violation(ViolationKind.QUOTATION, quotation)
    for clause in _CLAUSE_ENDS.split(sentence):
        if len(clause) >= _SHORTEST_VERBATIM and material.says(clause):
            continue
        yield from _amounts(clause, material, names)
        yield from _measures(clause, material)
        yield from _topics(clause, material, names)
        yield from _latin_names(clause, sentence, material, names, in_headline)
        yield from _chinese_names(clause, material, names)


def _is_known_name(text: str, material: Material, names: Names) -> bool:
    topic = names.resolve(text)
    return topic is not None and topic.name in material.topics


def _amounts(clause: str, material: Material, names: Names) -> Iterator[Violation]:
    for amount in find_amounts(clause):
        if not (material.has_amount(amount) or _is_word_and_count(amount, material, names)):
            yield Violation(ViolationKind.AMOUNT, amount.text)
    for number, written in spelled_numbers(clause):
        if number not in material.numbers:
            yield Violation(ViolationKind.AMOUNT, written)
    known = [(amount.start, amount.end) for amount in find_amounts(clause)]
    for figure in _FIGURE.finditer(clause):
        # What no rule reads as an amount (March 33) must stand in the items as it is.
        if any(start <= figure.start() < end for start, end in known):
            continue
        if not material.says(figure.group()):
            yield Violation(ViolationKind.AMOUNT, figure.group())


def _measures(clause: str, material: Material) -> Iterator[Violation]:
    for difference in differences(clause, material.measures):
        yield Violation(ViolationKind.AMOUNT, difference)


def _is_word_and_count(amount: Amount, material: Material, names: Names) -> bool:
    """Tell whether what reads like a version (Nearly 40) is a plain word and a count given."""
    word, blank, number = amount.text.partition(" ")
    if amount.unit != "version" or not blank or not number.isdecimal() or names.find(word):
        return False
    return float(number) in material.numbers


def _topics(clause: str, material: Material, names: Names) -> Iterator[Violation]:
    for mention in names.find(clause):
        if mention.name not in material.topics and not material.says(mention.alias):
            yield Violation(ViolationKind.NAME, mention.alias)


def _latin_names(
    clause: str, sentence: str, material: Material, names: Names, in_headline: bool
) -> Iterator[Violation]:
    """Yield capitalised Latin words that are neither the items' nor anybody's plain words."""
    # Known names and the words of amounts (June, US$, GPT-5) are checked as such.
    known = [(mention.start, mention.end) for mention in names.find(clause)]
    known += [(amount.start, amount.end) for amount in find_amounts(clause)]
    words = find_latin_words(clause)
    title_case = in_headline and _is_title_case([word.group() for word in words])
    for place, match in enumerate(words):
        word = match.group()
        if not _looks_like_name(word) or any(a <= match.start() < b for a, b in known):
            continue
        merely_capitalised = word[1:].islower() or len(word) == 1
        follower = words[place + 1].group() if place + 1 < len(words) else ""
        opens = sentence.startswith(clause) and clause[: match.start()].strip("“\"'‘([") == ""
        if merely_capitalised and (title_case or (opens and not follower[:1].isupper())):
            continue
        if not _licensed(word, material):
            yield Violation(ViolationKind.NAME, word)


def _looks_like_name(word: str) -> bool:
    plain = word.casefold()
    return word != plain and plain not in FREE and not (word[1:].islower() and plain in PLAIN_WORDS)


def _is_title_case(words: list[str]) -> bool:
    long = [word for word in words if len(word) > 3]
    return len(long) >= 3 and sum(word[0].isupper() for word in long) > 0.7 * len(long)


def _licensed(word: str, material: Material) -> bool:
    """Tell whether the items have the name `word`, part by part (AI-driven: AI)."""
    plain = re.sub(r"['’]s?$", "", word).rstrip(".")
    if material.says(plain) or any(map(material.says, chinese_for(plain.casefold()))):
        return True
    parts = [part.casefold() for part in re.split(r"[-'’&.+]", plain) if part != part.casefold()]
    return all(part in material.words or part in FREE for part in parts)


def _chinese_names(clause: str, material: Material, names: Names) -> Iterator[Violation]:
    """Yield names in Chinese characters that can be told by their form and are not known."""
    known = [(mention.start, mention.end) for mention in names.find(clause)]
    for match in (*find_dotted_names(clause), *_SPEAKER.finditer(clause)):
        start, name = match.start(1), match[1]
        if any(a <= start < b for a, b in known) or material.says(name):
            continue
        yield Violation(ViolationKind.NAME, name)


def _strangeness(text: str, material: Material, names: Names) -> list[Violation]:
    """Return a violation where `text` has too little in common with its story."""
    words = content_words(text) - material.frame
    if len(words) < FEWEST_WORDS or len(words & material.words) / len(words) >= SHARED_WORDS:
        return []
    named = any(mention.name in material.topics for mention in names.find(text))
    if script_of(text) in material.scripts:
        # Of a story told in two scripts, a text may say what the other one's items do.
        is_other = len(material.scripts) > 1 and named and words & material.words
        return [] if is_other else [Violation(ViolationKind.STORY, "tells another story")]
    ties: tuple[Callable[[], bool], ...] = (
        lambda: named,
        lambda: bool(words & material.words),
        lambda: any(material.has_amount(amount) for amount in find_amounts(text)),
    )
    if any(tie() for tie in ties) or not (material.topics or material.amounts):
        return []
    return [Violation(ViolationKind.STORY, "shares no name or number with its story")]

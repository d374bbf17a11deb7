"""A story's items, read once for the grounding gate to look things up in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.language.amounts import MONEY_UNITS, Amount, find_amounts, same_amount
from bot.language.fold import fold, han_share
from bot.language.names import Names
from bot.model import Story
from bot.writers.cleaning import clean_headline, clean_text
from bot.writers.evidence import content_words, find_addresses
from bot.writers.measures import Measures, read_measures
from bot.writers.outlet_lines import FULL_TEXT, IN_LANG, outlet_name

# Longer items are read this far: a text has no business with what comes after.
MOST_CHARACTERS = 20_000

# A number with its sign is one word: $1.5, 10%, 1,000.
_FIGURE = re.compile(r"([$€£¥₩₹]?\d+(?:[.,]\d+)+%?|[$€£¥₩₹]\d+|\d+%)")
_HAN_NUMBER = re.compile(
    r"(?<![数數几幾第零一二两兩三四五六七八九十百千])([一二两兩三四五六七八九十百]{1,3})"
    r"(?=\s?(?:个|款|家|名|位|项|种|次|年|天|周|倍|人|大|条|篇|台|块|部|支|届|期|轮|季|份|座|代|步|者|类|点|级|方|层|重|维|键|句|小时|分钟))"
)
_HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "兩": 2,
}
_HAN_TENS = {"十": 10, "百": 100}
_ENGLISH_NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "dozen": 12,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
}
_ENGLISH_NUMBER = re.compile(rf"\b({'|'.join(_ENGLISH_NUMBERS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Material:
    """What a story's items say, ready for looking up.

    `trace` is all their text as `trace` leaves it, `words` their words in
    lower case with Chinese in pairs, `numbers` the plain numbers they give in
    figures or words, `scripts` what they are written in (`han`, `latin`),
    `addresses` the web addresses they hold, in lower case, `frame` the words
    that our own notes bring into a body, `measures` what their numbers are of.
    """

    trace: str
    topics: frozenset[str]
    amounts: tuple[Amount, ...]
    words: frozenset[str]
    numbers: frozenset[float]
    scripts: frozenset[str]
    addresses: frozenset[str]
    frame: frozenset[str]
    measures: Measures

    def says(self, text: str) -> bool:
        """Tell whether `text` stands in the items word for word."""
        return trace(text) in self.trace

    def has_amount(self, amount: Amount) -> bool:
        """Tell whether the items give `amount`, in whatever wording or scale."""
        if any(same_amount(amount, one) for one in self.amounts):
            return amount.unit != "date" or self._has_year(amount)
        if amount.unit == "count":
            return amount.value in self.numbers or (amount.value >= 100 and self.says(amount.text))
        return amount.unit == "version" and self.says(amount.text)

    def _has_year(self, amount: Amount) -> bool:
        """Tell whether a date that says its year does as the items that say theirs."""
        year, month = divmod(int(amount.value) // 100, 100)
        dates = [int(one.value) // 100 for one in self.amounts if one.unit == "date"]
        years = {date // 100 for date in dates if date // 100 and date % 100 in {month, 0}}
        return not year or not years or year in years


def trace(text: str) -> str:
    """Return the words of `text` as two texts share them that say the same word for word.

    Case, width, script and punctuation are gone; signs of money and per cent
    stay with their number. Words, and Chinese characters, stand between single
    spaces, with one at either end.
    """
    pieces = _FIGURE.split(unicodedata.normalize("NFKC", text))
    # Every second piece is a figure; the others are folded.
    words = [
        piece.replace(",", "") if place % 2 else fold(piece) for place, piece in enumerate(pieces)
    ]
    return f" {' '.join(word for word in words if word)} "


def read_material(story: Story, names: Names, outlets: Mapping[str, str]) -> Material:
    """Return what the items of `story` say, with the outlets' names and standing notes."""
    raw = [part for item in story.items for part in (item.title, item.text[:MOST_CHARACTERS])]
    clean = [
        part
        for item in story.items
        for part in (clean_headline(item.title), clean_text(item.text[:MOST_CHARACTERS]))
    ]
    frame = {outlet_name(item.source, outlets) for item in story.items}
    frame |= {*FULL_TEXT.values(), *(note for each in IN_LANG.values() for note in each.values())}
    # Cleaning brings words together and takes some away: either side may be quoted.
    text = "\n".join([*(item.title for item in story.items), *clean])
    amounts = tuple(find_amounts(text))
    return Material(
        trace=" ¶ ".join(map(trace, dict.fromkeys([*raw, *clean, *frame]))),
        topics=frozenset(mention.name for mention in names.find(text)),
        amounts=amounts,
        words=content_words("\n".join([text, *frame])),
        numbers=frozenset(_plain_numbers(amounts)) | {value for value, _ in spelled_numbers(text)},
        scripts=frozenset(script_of(part) for part in raw if part),
        addresses=frozenset(map(str.casefold, find_addresses(text))),
        frame=content_words("\n".join(frame)),
        measures=read_measures(text),
    )


def _plain_numbers(amounts: Iterable[Amount]) -> Iterator[float]:
    for amount in amounts:
        if amount.unit in MONEY_UNITS | {"count", "times"}:
            yield amount.value
        elif amount.unit == "date":
            yield amount.value // 10000


def spelled_numbers(text: str) -> list[tuple[float, str]]:
    """Return the numbers from two up that `text` gives in words, with the words."""
    english = [
        (float(_ENGLISH_NUMBERS[match.group().casefold()]), match.group())
        for match in _ENGLISH_NUMBER.finditer(text)
    ]
    chinese = [(_han_value(match[1]), match[1]) for match in _HAN_NUMBER.finditer(text)]
    return [(value, written) for value, written in (*english, *chinese) if value > 1]


def _han_value(numeral: str) -> float:
    total, digit = 0, 0
    for character in numeral:
        if character in _HAN_TENS:
            total, digit = total + (digit or 1) * _HAN_TENS[character], 0
        else:
            digit = _HAN_DIGITS[character]
    return float(total + digit)


def script_of(text: str) -> str:
    """Return `han` where a fifth or more of the letters is Chinese, else `latin`."""
    return "han" if han_share(text) >= 0.2 else "latin"

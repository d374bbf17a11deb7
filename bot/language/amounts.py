"""Numbers in Chinese and English text, brought to one unit so that they compare.

`400 亿美元`, `$40 billion` and `US$40bn` are all 4e10 USD. The editor compares
stories by them, the writers check that a text invents none and prefer the
sentences that carry them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.language.amount_patterns import (
    ANY_AMOUNT,
    CURRENCIES,
    HAN_DIGITS,
    HAN_TENS,
    MONTHS,
    NUMBER_WORDS,
    SCALES,
)

MONEY_UNITS = frozenset(CURRENCIES.values())


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it stands at `text[start:end]` of what was searched.

    `unit` is a currency code (`USD`, `CNY`, ...), `%`, `times`, `time` (value:
    minutes of the day), `date` (value: year * 10000 + month * 100 + day, a part
    that is not said being 0), `version` (a number inside a name: GPT-5.5, H100;
    compare its text) or `count`.
    """

    value: float
    unit: str
    start: int
    end: int
    text: str


_YEAR_BEFORE = re.compile(
    r"(?:\b(?i:in|since|by|of|from|until|till|during|early|late|mid|before|after|year|fy|and|to)"
    r"[\s-]|[-–])$"
)
_RANGE = re.compile(r"\s*(?:[-–—~～至到]|to|and)\s*")
_FIRST_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def find_amounts(text: str) -> list[Amount]:
    """Return the numbers, sums, percentages, dates and versions in `text`, by place.

    Numbers inside web addresses are left out. Of a range that says its scale
    or currency once (`10-15 亿美元`) both ends get it.
    """
    found = []
    for match in ANY_AMOUNT.finditer(text):
        kind = match.lastgroup or ""
        if kind == "link":
            continue
        reading = _READERS[kind](match)
        if reading is not None and math.isfinite(reading[0]):
            found.append(Amount(*reading, match.start(), match.end(), match.group()))
    return _spread_over_ranges(text, found)


def same_amount(one: Amount, other: Amount) -> bool:
    """Tell whether two amounts say the same, in whatever wording.

    A date that leaves the year or the day out agrees with one that says it; a
    bare number agrees with a year.
    """
    if "version" in (one.unit, other.unit):
        return one.unit == other.unit and _squeezed(one.text) == _squeezed(other.text)
    if one.unit == other.unit == "date":
        return _dates_agree(int(one.value), int(other.value))
    if {one.unit, other.unit} == {"date", "count"}:
        count, day = (one, other) if one.unit == "count" else (other, one)
        return count.value == day.value // 10000
    return one.unit == other.unit and math.isclose(one.value, other.value, rel_tol=1e-9)


def _squeezed(text: str) -> str:
    """Return a name without what is written now so, now so: GPT 5.5, gpt-5.5."""
    return re.sub(r"[\s\-_]", "", text).casefold()


def _dates_agree(one: int, other: int) -> bool:
    parts = zip(_date_parts(one), _date_parts(other), strict=True)
    pairs = [(mine, yours) for mine, yours in parts if mine and yours]
    return bool(pairs) and all(mine == yours for mine, yours in pairs)


def _date_parts(value: int) -> tuple[int, int, int]:
    return value // 10000, value // 100 % 100, value % 100


_Reading = tuple[float, str] | None


def _plain(number: str) -> float:
    return float(number.replace(",", ""))


def _scaled(number: float, scale: str | None) -> float:
    return number * (SCALES[scale.casefold()] if scale else 1)


def _currency(word: str | None) -> str | None:
    if not word:
        return None
    key = word.strip().casefold().removeprefix("us ").removeprefix("u.s. ")
    return CURRENCIES.get(key) or CURRENCIES.get(key.rstrip("s")) or CURRENCIES.get(key[-3:])


def _read_date(year: str | None, month: int, day: str | None) -> _Reading:
    numbers = int(year or 0), month, int(day or 0)
    if not 0 <= month <= 12 or numbers[2] > 31:
        return None
    return float(numbers[0] * 10000 + month * 100 + numbers[2]), "date"


def _month(name: str) -> int:
    return MONTHS.index(name[:3].casefold()) + 1


def _read_iso(match: re.Match[str]) -> _Reading:
    return _read_date(match["iso_y"], int(match["iso_m"]), match["iso_d"])


def _read_han_date(match: re.Match[str]) -> _Reading:
    if match["han_year"]:
        return _read_date(match["han_year"], 0, None)
    return _read_date(match["han_y"], int(match["han_m"]), match["han_d"])


def _read_month_first(match: re.Match[str]) -> _Reading:
    year = match["mf_y"] or match["mf_year"]
    return _read_date(year, _month(match["mf_m"]), match["mf_d"])


def _read_day_first(match: re.Match[str]) -> _Reading:
    return _read_date(match["df_y"], _month(match["df_m"]), match["df_d"])


def _read_clock(match: re.Match[str]) -> _Reading:
    return float(int(match["hour"]) * 60 + int(match["minute"])), "time"


def _read_money(match: re.Match[str]) -> _Reading:
    unit = _currency(match["money_suffix"]) or _currency(match["money_sign"]) or "count"
    return _scaled(_plain(match["money_n"]), match["money_scale"]), unit


def _read_percent(match: re.Match[str]) -> _Reading:
    if match["tenths"]:
        return HAN_DIGITS[match["tenths"]] * 10.0, "%"
    return _plain(match["percent_n"] or match["percent_tail"]), "%"


def _read_version(match: re.Match[str]) -> _Reading:
    number = _FIRST_NUMBER.search(match.group())
    return (float(number.group()), "version") if number else None


def _read_number(match: re.Match[str]) -> _Reading:
    number, scale = _plain(match["number_n"]), match["number_scale"]
    if match["times"]:
        return number, "times"
    if match["won"]:
        return _scaled(number, scale), "KRW"
    unit = _currency(match["number_unit"]) or "count"
    bare = unit == "count" and not scale
    if bare and 1950 <= number <= 2049 and _YEAR_BEFORE.search(_before(match)):
        return _read_date(match["number_n"], 0, None) if match["number_n"].isdigit() else None
    return _scaled(number, scale), unit


def _before(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - 8) : match.start()]


def _read_han_number(match: re.Match[str]) -> _Reading:
    number = _han_value(match["han_n"])
    return _scaled(number, match["han_scale"]), _currency(match["han_unit"]) or "count"


def _han_value(numeral: str) -> float:
    """Return what 三千二百 says; a digit alone counts as such (三 is 3)."""
    total, digit = 0.0, 0
    for character in numeral:
        if character in HAN_TENS:
            total += (digit or 1) * HAN_TENS[character]
            digit = 0
        else:
            digit = HAN_DIGITS[character]
    return total + digit


def _read_word_number(match: re.Match[str]) -> _Reading:
    number = NUMBER_WORDS[match["word_n"].casefold()]
    return _scaled(number, match["word_scale"]), _currency(match["word_unit"]) or "count"


_READERS: dict[str, Callable[[re.Match[str]], _Reading]] = {
    "iso": _read_iso,
    "han_date": _read_han_date,
    "month_first": _read_month_first,
    "day_first": _read_day_first,
    "clock": _read_clock,
    "money": _read_money,
    "percent": _read_percent,
    "name": _read_version,
    "dotted": _read_version,
    "number": _read_number,
    "han_number": _read_han_number,
    "word_number": _read_word_number,
}


def _spread_over_ranges(text: str, amounts: list[Amount]) -> list[Amount]:
    """Give the first end of a range the scale and currency that only the second says."""
    spread = list(amounts)
    for place, (low, high) in enumerate(pairwise(amounts)):
        if _is_range(text, low, high):
            number = _FIRST_NUMBER.search(high.text.replace(",", ""))
            factor = high.value / float(number.group()) if number and float(number.group()) else 1
            unit = low.unit if high.unit == "count" else high.unit
            spread[place] = replace(low, value=low.value * factor, unit=unit)
            spread[place + 1] = replace(high, unit=unit)
    return spread


def _is_range(text: str, low: Amount, high: Amount) -> bool:
    if low.unit not in MONEY_UNITS | {"count"} or high.unit not in MONEY_UNITS | {"count", "%"}:
        return False
    between = text[low.end : high.start]
    if not low.text[-1].isdigit() or not _RANGE.fullmatch(between) or high.text[-1].isdigit():
        return False
    # "8 and 74 billion" may be two numbers; "$5 and $6 billion" hardly.
    return "and" not in between or low.unit == high.unit != "count"

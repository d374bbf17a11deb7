"""What a number is of: five weeks, 16 GB, the third quarter; and whether it went up or down.

An amount that the items give may still be told wrong. The grounding gate asks
here what goes with the numbers of a text and of its story's items; only where
the items say otherwise, and never as the text does, is it wrong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.language.amounts import MONEY_UNITS, find_amounts

# Units by family; each with how English and Chinese write it.
_FAMILIES: Mapping[str, Mapping[str, str]] = {
    "time": {
        "second": r"seconds?|secs?|秒",
        "minute": r"minutes?|mins?|分钟",
        "hour": r"hours?|hrs?|(?:个)?小时",
        "day": r"days?|天",
        "week": r"weeks?|(?:个)?(?:周|星期)",
        "month": r"months?|个月",
        "year": r"years?|年(?!\d|初|底|末|度|代|\s?\d{1,2}\s?月)",
    },
    "power": {
        "watt": r"watts?|W|瓦",
        "kilowatt": r"kilowatts?|kW|千瓦",
        "megawatt": r"megawatts?|MW|兆瓦",
        "gigawatt": r"gigawatts?|GW|吉瓦",
    },
    "data": {
        "kilobyte": r"kilobytes?|KB",
        "megabyte": r"megabytes?|MB",
        "gigabyte": r"gigabytes?|GB",
        "terabyte": r"terabytes?|TB",
    },
    "length": {
        "metre": r"met(?:er|re)s?|米",
        "kilometre": r"kilomet(?:er|re)s?|km|公里|千米",
        "mile": r"miles?|英里",
    },
}
_MEASURES = tuple(
    (family, unit, re.compile(rf"(?<![\w.,])(\d+(?:[.,]\d+)*)[\s-]?(?:{words})(?![A-Za-z])"))
    for family, units in _FAMILIES.items()
    for unit, words in units.items()
)
_RATES = tuple(
    (unit, re.compile(rf"\bper (?:{words})\b|每一?个?(?:{words})", re.IGNORECASE))
    # "Every day" is said of nearly anything.
    for unit, words in _FAMILIES["time"].items()
    if unit in {"second", "minute", "hour"}
)
_QUARTERS = tuple(
    (number, re.compile(pattern, re.IGNORECASE))
    for number, pattern in enumerate(
        (
            r"\b(?:first|1st)[ -]quarter\b|\bQ1\b|第?一季度?",
            r"\b(?:second|2nd)[ -]quarter\b|\bQ2\b|第?二季度?",
            r"\b(?:third|3rd)[ -]quarter\b|\bQ3\b|第?三季度?",
            r"\b(?:fourth|4th)[ -]quarter\b|\bQ4\b|第?四季度?",
        ),
        start=1,
    )
)
_UP = re.compile(
    r"\b(?:rose|risen|ris(?:es?|ing)|increas\w+|grew|grow\w*|gain\w*|jump\w*|climb\w*|soar\w*|surg\w+"
    r"|up(?! to)|higher)\b|上升|上涨|增长|增加|提高|提升|攀升|上调|大涨",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:fell|fall\w*|declin\w+|dropp\w+|drops?|decreas\w+|cut|cuts|shrank|shrink\w*|slump\w*"
    r"|plung\w+|slid|down|lower)\b|下降|下跌|减少|降低|下滑|缩减|缩短|下调|大跌|萎缩",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[，；;。！？!?\n]\s*|,(?!\d)\s*|\.\s+")


@dataclass(frozen=True, slots=True)
class Measures:
    """What the numbers of some text are of.

    `units` maps a family and a number to its units, `rates` holds what things
    are counted by, `quarters` the quarters of a year, `moves` maps an amount to
    `up` and `down`.
    """

    units: Mapping[tuple[str, str], frozenset[str]]
    rates: frozenset[str]
    quarters: frozenset[int]
    moves: Mapping[tuple[str, float], frozenset[str]]


def read_measures(text: str) -> Measures:
    """Return what goes with the numbers of `text`."""
    units: dict[tuple[str, str], set[str]] = defaultdict(set)
    for family, unit, pattern in _MEASURES:
        for match in pattern.finditer(text):
            units[family, match[1].replace(",", "")].add(unit)
    return Measures(
        units={key: frozenset(found) for key, found in units.items()},
        rates=frozenset(unit for unit, pattern in _RATES if pattern.search(text)),
        quarters=frozenset(number for number, pattern in _QUARTERS if pattern.search(text)),
        moves=_moves(text),
    )


def differences(text: str, known: Measures) -> Iterator[str]:
    """Yield what `text` says of a number of which `known` says something else."""
    mine = read_measures(text)
    for key, units in mine.units.items():
        theirs = known.units.get(key, frozenset())
        if theirs and not units <= theirs:
            yield f"{key[1]} {', '.join(sorted(units - theirs))}"
    if known.rates and (other := mine.rates - known.rates):
        yield f"per {', '.join(sorted(other))}"
    if known.quarters and (wrong := mine.quarters - known.quarters):
        yield f"quarter {', '.join(map(str, sorted(wrong)))}"
    for amount, ways in mine.moves.items():
        if not ways & known.moves.get(amount, ways):
            yield f"{amount[1]:g} {amount[0]} {', '.join(sorted(ways))}"


def _moves(text: str) -> Mapping[tuple[str, float], frozenset[str]]:
    """Return which way sums and shares went, from clauses that say one way only."""
    moves: dict[tuple[str, float], set[str]] = defaultdict(set)
    for clause in _CLAUSE_ENDS.split(text):
        ways = {way for way, words in (("up", _UP), ("down", _DOWN)) if words.search(clause)}
        if len(ways) == 1:
            for amount in find_amounts(clause):
                if amount.unit in MONEY_UNITS | {"%"}:
                    moves[amount.unit, amount.value] |= ways
    return {amount: frozenset(ways) for amount, ways in moves.items()}

"""`receipt`: what became of a published brief. Called by `bot.cli` and `publishing`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated

import typer

from bot.app.house import House, open_house
from bot.cli.shapes import line_shape, receipt_shape
from bot.cli.terminal import Day, EditionName, Json, print_json, print_table, print_text
from bot.model import OWN_PART, Delivery, DeliveryState, Fate, Receipt
from bot.settings import load_settings

BARS = "▁▂▃▄▅▆▇█"
# How many bars fit beside their caption on a terminal.
MOST_BARS = 60


def receipt(
    edition: EditionName = "zh",
    day: Day = None,
    lines: Annotated[
        bool, typer.Option("--lines", help="List who did not get it, and why.")
    ] = False,
    state: Annotated[
        DeliveryState | None,
        typer.Option(help="With --lines: only messages in this state, sent ones too."),
    ] = None,
    json: Json = False,
) -> None:
    """Say what became of a published brief: who got it, who did not and why."""
    with open_house(load_settings()) as house:
        found = house.newsroom.archive.receipt(edition, day)
        if lines or state is not None:
            _print_lines(found, _lines(house, found, state), json=json)
            return
    print_receipt(found, json=json)


def _lines(house: House, receipt: Receipt, state: DeliveryState | None) -> Iterator[Delivery]:
    for line in house.store.ledger.lines(receipt.brief, state):
        if state is not None or line.state is not DeliveryState.SENT:
            yield line


def _print_lines(receipt: Receipt, lines: Iterator[Delivery], *, json: bool) -> None:
    """Print line by line as they are read: there may be a million."""
    if json:
        shapes = [line_shape(line) for line in lines]
        print_json({"edition": receipt.edition, "date": receipt.date, "lines": shapes})
        return
    for line in lines:
        where = f"{line.chat.address.chat}/{line.chat.address.thread or ''}".rstrip("/")
        part = "own   " if line.part == OWN_PART else f"part {line.part}"
        said = f"{where:<22} {line.chat.kind:<8} {part}  {line.state:<8}"
        print_text(f"{said} {line.reason or ''}".rstrip())


def print_receipt(receipt: Receipt, *, json: bool) -> None:
    """Print a receipt as a document, or as a person reads it."""
    if json:
        print_json(receipt_shape(receipt))
        return
    print_text(f"{receipt.edition} {receipt.date}: {receipt.chats} chats")
    print_table(("chats", ""), [(str(fate), n) for fate, n in receipt.fates.items() if n])
    rows: list[tuple[object, ...]] = [(str(state), n) for state, n in receipt.states.items()]
    rows += [(f"  {reason}", n) for reason, n in receipt.reasons.items()]
    print_table(("messages", ""), rows)
    for sentence in _sentences(receipt):
        print_text(sentence)


def _sentences(receipt: Receipt) -> Iterator[str]:
    if receipt.late is not None:
        median, worst = receipt.late.median_seconds, receipt.late.worst_seconds
        yield f"Half of the messages were at most {median:.0f} s late, the latest {worst:.0f} s."
        yield (
            f"{bars(receipt.minutes)}  {receipt.messages_per_second:.1f} messages a second"
            " in the busiest minute"
        )
    waiting = receipt.fates.get(Fate.WAITING, 0) + receipt.fates.get(Fate.UNCLEAR, 0)
    if waiting:
        yield (
            f"{waiting} chats still wait, for their hour or another try:"
            " `tenbrief run` sees to them."
        )
    if receipt.model_tokens:
        yield f"The language model cost {receipt.model_tokens} tokens that day."


def bars(minutes: Sequence[tuple[datetime, int]]) -> str:
    """Return the minutes as bars, as high as the busiest; several share one if there are many."""
    if not minutes:
        return ""
    first = minutes[0][0]
    places = [int((minute - first).total_seconds() // 60) for minute, _ in minutes]
    share = places[-1] // MOST_BARS + 1
    counts = [0] * (places[-1] // share + 1)
    for place, (_, count) in zip(places, minutes, strict=True):
        counts[place // share] += count
    most = max(counts)
    return "".join(BARS[count * (len(BARS) - 1) // most] if count else " " for count in counts)

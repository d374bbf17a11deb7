"""Cuts a long text into messages between its pieces, never inside one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import TemplateError
from bot.render.markup import ONE_MESSAGE, Size, measure

# Stands in a template where a message may be cut; values cannot hold it,
# because cleaning drops control characters.
CUT = "\x1e"
# Between two pieces of one message.
GAP = "\n\n"
NOTHING = Size()
_GAP_SIZE = Size(units=len(GAP))


def pieces_of(html: str) -> list[str]:
    """Return what stands between the cuts of a rendered template, without empty pieces."""
    return [piece.strip() for piece in html.split(CUT) if piece.strip()]


def pack(pieces: Sequence[str], reserve: Size = NOTHING) -> list[list[str]]:
    """Return the pieces in as few messages as will do, of about even length.

    `reserve` is kept free in every message for what is added later, such as
    its number; it is not kept if one message holds everything.

    Raises:
        TemplateError: a piece is too large alone, or its markup is broken.
    """
    sizes = [measure(piece) for piece in pieces]
    groups = _fill(sizes, ONE_MESSAGE)
    if len(groups) > 1:
        room = Size(ONE_MESSAGE.units - reserve.units, ONE_MESSAGE.entities - reserve.entities)
        groups = _even(sizes, room)
    return [[pieces[index] for index in group] for group in groups]


def _even(sizes: Sequence[Size], room: Size) -> list[list[int]]:
    """Fill messages within `room`, lowering it while their number stays the same."""
    best = _fill(sizes, room)
    low, high = 0, room.units
    while high - low > 1:
        middle = (low + high) // 2
        try:
            groups = _fill(sizes, Size(middle, room.entities))
        except TemplateError:
            low = middle
            continue
        if len(groups) > len(best):
            low = middle
        else:
            best, high = groups, middle
    return best


def _fill(sizes: Sequence[Size], room: Size) -> list[list[int]]:
    """Put pieces into messages in order, each as full as `room` allows."""
    groups: list[list[int]] = []
    used = room
    for index, size in enumerate(sizes):
        if not size.fits(room):
            raise TemplateError(
                f"Piece {index + 1} of the text is {size.units} units with {size.entities} "
                f"entities, more than one message holds ({room.units}, {room.entities}); "
                "shorten the template."
            )
        longer = used + _GAP_SIZE + size
        if longer.fits(room) and groups:
            groups[-1].append(index)
            used = longer
        else:
            groups.append([index])
            used = size
    return groups

"""Making trouble: faults, limits and switches."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.sandbox.acts.asked import Act, Asked
from bot.sandbox.faults import Fault
from bot.sandbox.limits import Limits
from bot.sandbox.refusals import bad_request
from bot.sandbox.state import Sandbox, Switches

Record = TypeVar("Record", Fault, Limits, Switches)


def add_fault(sandbox: Sandbox, asked: Asked) -> str:
    """Set a fault; the words are those of `Fault`."""
    sandbox.faults.add(_filled(Fault(), asked))
    return "{}"


def clear_faults(sandbox: Sandbox, _asked: Asked) -> str:
    """Forget all faults."""
    sandbox.faults.clear()
    return "{}"


def set_limits(sandbox: Sandbox, asked: Asked) -> str:
    """Change how fast the bot may send; the words are those of `Limits`."""
    sandbox.pace.limits = _filled(sandbox.pace.limits, asked)
    return "{}"


def set_switches(sandbox: Sandbox, asked: Asked) -> str:
    """Turn something on or off; the words are those of `Switches`."""
    sandbox.switches = _filled(sandbox.switches, asked)
    return "{}"


def _filled(record: Record, asked: Asked) -> Record:
    """Return `record` with the values that were given.

    Raises:
        RefusedError: it has no such field, or a value does not fit.
    """
    if unknown := asked.values.keys() - {field.name for field in fields(record)}:
        raise bad_request(f"unknown: {', '.join(sorted(unknown))}")
    try:
        return TypeAdapter(type(record)).validate_python({**asdict(record), **asked.values})
    except ValidationError as error:
        first = error.errors()[0]
        raise bad_request(f"{first['loc'][0]}: {first['msg']}") from None


ACTS: dict[tuple[str, str], Act] = {
    ("POST", "faults"): add_fault,
    ("DELETE", "faults"): clear_faults,
    ("POST", "limits"): set_limits,
    ("POST", "switches"): set_switches,
}

"""The acts of the control API by method and path.

Each takes the sandbox and what was asked and returns JSON text, or raises
`RefusedError`. `control.py` serves them under `/sandbox/`.
"""

from bot.sandbox.acts import people, talk, trouble, watching
from bot.sandbox.acts.asked import Act

ACTS: dict[tuple[str, str], Act] = {
    **people.ACTS,
    **talk.ACTS,
    **watching.ACTS,
    **trouble.ACTS,
}

__all__ = ["ACTS"]

"""JSON text, as small and as cheap as it comes.

Messages are kept as JSON fragments (`"text":"...","entities":[...]`) that are
joined when asked for, because a broadcast stores the same body thousands of
times and should encode it once.
"""

from __future__ import annotations

import json

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def encode(value: object) -> str:
    """Return `value` as JSON text."""
    return _encoder.encode(value)


def members(fields: dict[str, object]) -> str:
    """Return `fields` as the inside of a JSON object: no braces, empty for none."""
    return _encoder.encode(fields)[1:-1]


def joined(*fragments: str) -> str:
    """Return the JSON object made of `fragments`; empty ones are left out."""
    return "{" + ",".join(filter(None, fragments)) + "}"

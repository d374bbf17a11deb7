"""Places as people name or share them -> IANA zones. Called by commands.

The zones' exemplar cities come from the CLDR by Babel, in English and both
Chinese scripts; `places.toml` adds big cities that share a zone with another.
Where a shared position lies is looked up by tzfpy, which carries the borders
of all zones in 3 MB and needs nothing else (timezonefinder needs numpy and 50).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from babel import Locale
from tzfpy import get_tz

from bot.language.fold import fold

_LANGUAGES = ("en", "zh_Hans", "zh_Hant")
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])\s*(\d{1,2})(?::?00)?", re.IGNORECASE)
# Etc/GMT-14 to Etc/GMT+12: the sign is turned round there.
_MOST_EAST, _MOST_WEST = 14, 12


def zone_of_place(text: str) -> str | None:
    """Return the zone of the city, country, zone name or offset (UTC+8) that `text` names.

    In any case, width or script; None if nobody here knows the place.
    """
    offset = _OFFSET.fullmatch(text.strip())
    if offset is not None:
        return _zone_of_offset(offset[1], int(offset[2]))
    return _zones_by_name().get(fold(text[:80]))


def zone_at(latitude: float, longitude: float) -> str | None:
    """Return the zone at a position in degrees; None for one that is none."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    zone = str(get_tz(longitude, latitude))
    return zone if zone in available_timezones() else None


def _zone_of_offset(sign: str, hours: int) -> str | None:
    if hours == 0:
        return "UTC"
    if hours > (_MOST_EAST if sign == "+" else _MOST_WEST):
        return None
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"


@cache
def _zones_by_name() -> dict[str, str]:
    """Return zones by every folded name; what `places.toml` says wins, then the CLDR."""
    known = available_timezones()
    found = {fold("UTC"): "UTC"}
    places = tomllib.loads(files(__package__).joinpath("places.toml").read_text(encoding="utf-8"))
    for zone, names in places.items():
        found |= {fold(name): zone for name in names}
    for language in _LANGUAGES:
        for zone, named in Locale.parse(language).time_zones.items():
            if "city" in named and zone in known:
                found.setdefault(fold(named["city"]), zone)
    for zone in sorted(known, key=lambda name: (not name.startswith(("Asia", "Europe")), name)):
        found.setdefault(fold(zone), zone)
        found.setdefault(fold(zone.rpartition("/")[2].replace("_", " ")), zone)
    return found

"""The sources a new installation starts with. Called by app."""

from __future__ import annotations

from importlib.resources import files

from bot.model import Source
from bot.sources.opml import read_opml


def load_default_sources() -> list[Source]:
    """Return the sources of `defaults.opml`: labs, press, research and community, zh and en."""
    return read_opml(files("bot.sources").joinpath("defaults.opml").read_bytes())

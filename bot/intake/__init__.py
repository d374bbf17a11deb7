"""The world -> stored, tagged and filed items. Called by newsroom.

Sources are visited (`visiting`), stubs read in full (`articles`), files read
(`files`); all of them only store. `filing` then gives every item its topics and
its story.
"""

from bot.intake.articles import enrich
from bot.intake.files import Imported, take_in
from bot.intake.filing import Settle, file_items
from bot.intake.following import add_source, find_source
from bot.intake.progress import Progress, no_progress
from bot.intake.standing import Standing
from bot.intake.visiting import Collected, Failure, SourceCheck, check_sources, collect

__all__ = [
    "Collected",
    "Failure",
    "Imported",
    "Progress",
    "Settle",
    "SourceCheck",
    "Standing",
    "add_source",
    "check_sources",
    "collect",
    "enrich",
    "file_items",
    "find_source",
    "no_progress",
    "take_in",
]

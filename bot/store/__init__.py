"""The database: schema, items, stories, briefs, chats, ledger, search. All SQL lives here."""

from bot.store.asking import Wanted
from bot.store.notices import ALERT
from bot.store.pages import Added, Changes, ItemPage, StoryPage
from bot.store.pulse import OutletCount, StoryMark
from bot.store.store import Store, open_store

__all__ = [
    "ALERT",
    "Added",
    "Changes",
    "ItemPage",
    "OutletCount",
    "Store",
    "StoryMark",
    "StoryPage",
    "Wanted",
    "open_store",
]

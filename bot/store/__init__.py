"""The database: schema, items, stories, briefs, chats, ledger, search. All SQL lives here."""

from bot.store.pages import Added, ItemPage, StoryPage
from bot.store.store import Store, open_store

__all__ = ["Added", "ItemPage", "Store", "StoryPage", "open_store"]

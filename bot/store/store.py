"""The store: every room of the database behind one door."""

from __future__ import annotations

from types import TracebackType

from bot.store.asking import Asking
from bot.store.bell import Bell
from bot.store.briefs import Briefs
from bot.store.chats import Chats
from bot.store.corrections import Corrections
from bot.store.database import Database
from bot.store.editions import Editions
from bot.store.follows import Follows
from bot.store.items import Items
from bot.store.ledger import Ledger
from bot.store.maintenance import Maintenance
from bot.store.marks import Marks
from bot.store.model_use import ModelUse
from bot.store.notices import Notices
from bot.store.people import People
from bot.store.pulse import Pulse
from bot.store.questions import Questions
from bot.store.reactions import Reactions
from bot.store.schema import upgrade
from bot.store.search import Search
from bot.store.sources import Sources
from bot.store.stories import Stories
from bot.store.talk import Talk
from bot.store.topics import Topics


class Store:
    """The database, room by room. Synchronous, and safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.sources = Sources(database)
        self.items = Items(database)
        self.topics = Topics(database)
        self.stories = Stories(database)
        self.search = Search(database)
        self.asking = Asking(database)
        self.pulse = Pulse(database)
        self.questions = Questions(database)
        self.editions = Editions(database)
        self.briefs = Briefs(database)
        self.chats = Chats(database)
        self.ledger = Ledger(database)
        self.bell = Bell(database)
        self.corrections = Corrections(database)
        self.follows = Follows(database)
        self.notices = Notices(database)
        self.reactions = Reactions(database)
        self.talk = Talk(database)
        self.people = People(database)
        self.marks = Marks(database)
        self.model_use = ModelUse(database)
        self.maintenance = Maintenance(database)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_store(database_url: str, *, echo: bool = False, migrate: bool = True) -> Store:
    """Open the database at `sqlite:///path` or `postgresql://...`, brought up to date.

    `migrate=False` leaves the tables as they are; `echo` logs every statement.

    Raises:
        SettingsError: the address makes no sense.
        MissingExtraError: PostgreSQL is asked for and its driver is not installed.
        StoreError: the database cannot be opened, or a newer TenBrief made it.
    """
    database = Database(database_url, echo=echo)
    try:
        if migrate:
            upgrade(database)
    except BaseException:
        database.close()
        raise
    return Store(database)

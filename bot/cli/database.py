"""`db`: the database's own care. Called by `bot.cli`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.app.house import open_house
from bot.cli.terminal import print_text
from bot.errors import StoreError
from bot.settings import load_settings
from bot.store import open_store

db_app = typer.Typer(no_args_is_help=True, help="Upgrade, back up, restore.")


@db_app.command()
def upgrade() -> None:
    """Bring the database to this version's shape."""
    with open_house(load_settings()):
        print_text("The database is up to date.")


@db_app.command()
def backup(path: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write all that is stored into one file, while the bot runs."""
    if path.exists():
        raise StoreError(f"{path} is there already; name a new file.")
    with open_house(load_settings()) as house:
        house.store.maintenance.backup(path)
    print_text(f"Written to {path}.")


@db_app.command()
def restore(path: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")]) -> None:
    """Fill an empty database from a backup."""
    if not path.is_file():
        raise typer.BadParameter(f"there is no file {path}", param_hint="PATH")
    # Not the whole house: its defaults would make the database no longer empty.
    with open_store(load_settings().database_url) as store:
        store.maintenance.restore(path)
    print_text(f"Restored from {path}.")

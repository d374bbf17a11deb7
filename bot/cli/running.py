"""`run`: the bot itself. Called by `bot.cli`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot import app
from bot.app import House, Role, open_house
from bot.cli.terminal import remark
from bot.logs import configure_logging
from bot.settings import load_settings


def run(
    role: Annotated[
        list[Role] | None,
        typer.Option(help="Only this part of the bot; may be given several times."),
    ] = None,
) -> None:
    """Be the bot until Ctrl-C: gather, edit, deliver and answer."""
    configure_logging(verbose=True)
    with open_house(load_settings()) as house:
        asyncio.run(_run(house, role or list(Role)))


async def _run(house: House, roles: list[Role]) -> None:
    stop = asyncio.Event()
    with app.stop_on_signals(stop):
        await app.run(house, roles, stop)
    remark("Stopped; whatever was due stays due.")

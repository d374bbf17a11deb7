"""`run` and `demo`: the bot itself. Called by `bot.cli`."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.app.house import open_house
from bot.app.loop import run_in_loop
from bot.app.roles import Role
from bot.logs import configure_logging
from bot.settings import load_settings

DEFAULT_PORT = 8321


def run(
    role: Annotated[
        list[Role] | None,
        typer.Option(help="Only this part of the bot; may be given several times."),
    ] = None,
) -> None:
    """Be the bot until Ctrl-C: gather, edit, deliver and answer."""
    from bot.app.running import run_until_signalled  # noqa: PLC0415 - loads half a second of Telegram that other commands do not need

    configure_logging(verbose=True)
    with open_house(load_settings()) as house:
        run_in_loop(run_until_signalled(house, role or list(Role)))


def demo(
    port: Annotated[
        int, typer.Option(help="Where the chat page is served; 0 takes any free port.")
    ] = DEFAULT_PORT,
    once: Annotated[
        bool, typer.Option("--once", help="Stop when all is delivered and asked.")
    ] = False,
) -> None:
    """Try the bot here: sample news, a local Telegram, a chat page in the browser."""
    from bot.cli.demo import play_demo  # noqa: PLC0415 - loads half a second of Telegram that other commands do not need

    play_demo(port, once=once)

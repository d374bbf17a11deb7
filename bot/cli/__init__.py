"""Door: the terminal. `main` is the `tenbrief` command.

Exit 0: done; 1: failed, with one sentence on standard error; 2: wrong usage.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from bot.cli import gathering, publishing, reading, receipts, running
from bot.cli.database import db_app
from bot.cli.doctor import doctor
from bot.cli.terminal import remark
from bot.cli.topics import topics_app
from bot.errors import TenBriefError
from bot.logs import configure_logging

app = typer.Typer(
    name="tenbrief",
    help="Ten AI stories a day, from feeds to chats.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"tenbrief {version('tenbrief')}")
        raise typer.Exit


@app.callback()
def _every_command(
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Log what happens, one event a line.")
    ] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    configure_logging(verbose=verbose)


app.command()(running.demo)
app.command()(running.run)
app.command()(gathering.collect)
app.command(name="import")(gathering.import_)
app.command()(reading.brief)
app.command()(publishing.publish)
app.command()(reading.topic)
app.command()(reading.stories)
app.command()(receipts.receipt)
app.command()(publishing.correct)
app.command()(doctor)
app.add_typer(gathering.sources_app, name="sources")
app.add_typer(topics_app, name="topics")
app.add_typer(publishing.editions_app, name="editions")
app.add_typer(publishing.chats_app, name="chats")
app.add_typer(db_app, name="db")


def main() -> None:
    """Run the command line; turn our errors into a sentence and exit code 1."""
    try:
        app()
    except TenBriefError as error:
        remark(f"tenbrief: {error}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has enough (`tenbrief stories | head`).
        sys.stderr.close()
        sys.exit(0)

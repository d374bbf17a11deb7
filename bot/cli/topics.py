"""`topics`: what one can ask about, and how it is kept. Called by `bot.cli`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot.app.house import open_house
from bot.archive import Change, Register
from bot.cli.terminal import Json, print_json, print_table, print_text
from bot.model import Topic, TopicKind
from bot.settings import load_settings

topics_app = typer.Typer(no_args_is_help=True, help="What one can ask about.")

Name = Annotated[str, typer.Argument(help="Its name, or any spelling of it.")]


@contextmanager
def _register() -> Iterator[Register]:
    with open_house(load_settings()) as house:
        yield house.newsroom.register


@topics_app.command("list")
def list_topics(json: Json = False) -> None:
    """List every topic with its other spellings."""
    with _register() as register:
        topics = register.topics()
    if json:
        print_json({"topics": [_shape(topic) for topic in topics]})
        return
    rows = [(each.name, each.kind, each.parent, ", ".join(each.aliases)) for each in topics]
    print_table(("topic", "kind", "part of", "other spellings"), rows)


@topics_app.command("add")
def add_topic(
    name: Annotated[str, typer.Argument(help="What it is called.")],
    aliases: Annotated[list[str] | None, typer.Argument(help="Other spellings.")] = None,
    kind: Annotated[TopicKind, typer.Option(help="What it is.")] = TopicKind.COMPANY,
    parent: Annotated[str | None, typer.Option(help="The company behind it.")] = None,
) -> None:
    """Add a topic; items that name it are tagged with it, old ones too."""
    with _register() as register:
        _tell(register.add(name, kind, aliases or (), parent))


@topics_app.command("rename")
def rename_topic(name: Name, new_name: str) -> None:
    """Call a topic something else; the old name still finds it."""
    with _register() as register:
        _tell(register.rename(name, new_name))


@topics_app.command("merge")
def merge_topics(
    name: Name, into: Annotated[str, typer.Argument(help="The topic that stays.")]
) -> None:
    """Make one topic part of another: items, stories, spellings, followers."""
    with _register() as register:
        _tell(register.merge(name, into))


@topics_app.command("alias")
def alias_topic(
    name: Name,
    alias: Annotated[str, typer.Argument(help="Another spelling.")],
    remove: Annotated[bool, typer.Option("--remove", help="Forget it instead.")] = False,
) -> None:
    """Let another spelling mean a topic, or no longer."""
    with _register() as register:
        change = register.remove_alias if remove else register.add_alias
        _tell(change(name, alias))


@topics_app.command("remove")
def remove_topic(name: Name) -> None:
    """Take a topic off everything; it does not come back by itself."""
    with _register() as register:
        topic = register.remove(name)
    print_text(f"{topic.name} is no topic any more.")


@topics_app.command("propose")
def propose_topics(
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=200)] = 20, json: Json = False
) -> None:
    """List names that were often in last week's news and are no topic yet."""
    with _register() as register:
        proposals = register.propose(limit)
    if json:
        names = ("name", "items", "outlets", "headline")
        print_json({"proposals": [{n: getattr(each, n) for n in names} for each in proposals]})
        return
    rows = [(each.name, each.items, each.outlets, each.headline) for each in proposals]
    print_table(("name", "items", "outlets", "newest headline"), rows)
    if proposals:
        print_text(f"Add one: tenbrief topics add {proposals[0].name!r}")


def _tell(change: Change) -> None:
    topic = change.topic
    spellings = f" ({', '.join(topic.aliases)})" if topic.aliases else ""
    print_text(f"{topic.name}{spellings}: {change.retagged} older items tagged anew.")


def _shape(topic: Topic) -> dict[str, object]:
    return {
        "name": topic.name,
        "kind": topic.kind.value,
        "parent": topic.parent,
        "aliases": list(topic.aliases),
        "weight": topic.weight,
    }

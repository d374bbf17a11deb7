"""`collect`, `import` and `sources`: what comes in. Called by `bot.cli`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.app.house import open_house
from bot.cli.shapes import collected_shape, imported_shape, source_shape
from bot.cli.terminal import Json, print_json, print_table, print_text, progress_bar, remark
from bot.errors import TenBriefError
from bot.model import SourceKind
from bot.settings import load_settings

sources_app = typer.Typer(no_args_is_help=True, help="Whom we follow.")


def collect(json: Json = False) -> None:
    """Visit every source and store what is new."""
    with open_house(load_settings()) as house, progress_bar("Collecting", quiet=json) as tell:
        collected = asyncio.run(house.newsroom.gather(progress=tell))
    if json:
        print_json(collected_shape(collected))
    else:
        for failure in collected.failed:
            remark(f"{failure.source}: {failure.error}")
        print_text(
            f"{collected.new} new items from {collected.fetched} of {collected.sources} sources"
            f" ({collected.unchanged} unchanged, {len(collected.failed)} failed)."
        )
    if collected.sources and len(collected.failed) == collected.sources:
        raise TenBriefError(
            "Every source failed; look at the network, then run `tenbrief sources check`."
        )


def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of them.")],
    json: Json = False,
) -> None:
    """Read Hugo posts, .jsonl items and .opml lists; a folder means all in it."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise typer.BadParameter(f"there is no {missing[0]}", param_hint="PATH")
    with open_house(load_settings()) as house, progress_bar("Reading", quiet=json) as tell:
        imported = asyncio.run(house.newsroom.take_in(paths, progress=tell))
    if json:
        print_json(imported_shape(imported))
    else:
        for where, error in imported.skipped:
            remark(f"{where}: {error}")
        sources = f", {imported.sources} sources" if imported.sources else ""
        print_text(
            f"{imported.read} items read{sources}: {imported.new} new, {imported.updated} updated,"
            f" {len(imported.skipped)} skipped."
        )
    if imported.skipped and not imported.read and not imported.sources:
        raise TenBriefError("Nothing could be read; see the lines above for why.")


@sources_app.command("list")
def list_sources(json: Json = False) -> None:
    """List whom we follow."""
    with open_house(load_settings()) as house:
        sources = house.store.sources.list()
    if json:
        print_json({"sources": [source_shape(source) for source in sources]})
        return
    rows = [(s.slug, s.kind, s.lang, "yes" if s.active else "no", s.url) for s in sources]
    print_table(("source", "kind", "lang", "active", "address"), rows)


@sources_app.command("add")
def add_source(
    url: Annotated[str, typer.Argument(help="A feed, or a site that names its feed.")],
    kind: Annotated[SourceKind, typer.Option(help="Who publishes it.")] = SourceKind.PRESS,
    lang: Annotated[str | None, typer.Option(help="zh, en, ...; else as the feed says.")] = None,
    json: Json = False,
) -> None:
    """Follow a feed; of a site's address, the feed is found."""
    with open_house(load_settings()) as house:
        source = asyncio.run(house.newsroom.follow_source(url, kind=kind, lang=lang))
    if json:
        print_json(source_shape(source))
    else:
        print_text(f"Following {source.title} as {source.slug} ({source.url}).")


@sources_app.command("remove")
def remove_source(slug: Annotated[str, typer.Argument(help="The source's name.")]) -> None:
    """Stop following a source; its items stay."""
    with open_house(load_settings()) as house:
        house.store.sources.remove(slug)
    print_text(f"No longer following {slug}; its items stay.")


@sources_app.command("check")
def check_sources(json: Json = False) -> None:
    """Ask every source once and tell which answer; stores nothing."""
    with open_house(load_settings()) as house, progress_bar("Asking", quiet=json) as tell:
        checks = asyncio.run(house.newsroom.check_sources(progress=tell))
    if json:
        print_json({"sources": [_check_shape(check) for check in checks]})
    else:
        rows = [
            (c.source, "failed" if c.error else "answers", c.error or f"{c.items} items")
            for c in checks
        ]
        print_table(("source", "", "what came"), rows)
    failed = [check for check in checks if check.error]
    if failed:
        raise TenBriefError(f"{len(failed)} of {len(checks)} sources did not answer.")


def _check_shape(check: object) -> dict[str, object]:
    return {name: getattr(check, name) for name in ("source", "url", "items", "error")}


@sources_app.command("export")
def export_sources() -> None:
    """Print whom we follow as OPML."""
    with open_house(load_settings()) as house:
        print_text(house.newsroom.export_sources())

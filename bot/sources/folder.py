"""Files and folders -> items and sources, as `tenbrief import PATH...` wants them.

Called by newsroom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import ImportFileError
from bot.model import Item, Source
from bot.sources.hugo import read_hugo
from bot.sources.jsonl import read_jsonl
from bot.sources.opml import read_opml
from bot.sources.skipped import Skipped

_POSTS = frozenset({".md", ".markdown"})
_LINES = frozenset({".jsonl", ".ndjson"})
_LISTS = frozenset({".opml"})
_KNOWN = _POSTS | _LINES | _LISTS
_MAX_FILE_BYTES = 20_000_000  # of a post or a list; JSON lines are read one by one

Progress = Callable[[int, int], None]
"""Told (files done, files in all)."""


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A source that an OPML file lists, or that items just read belong to."""

    source: Source


Found = Item | FoundSource | Skipped


def read_paths(
    paths: Sequence[Path], now: datetime, progress: Progress | None = None
) -> Iterator[Found]:
    """Yield what the files at `paths` hold; a folder means every file of a known kind in it.

    Markdown posts, `.jsonl` items and `.opml` lists are known. A file or line
    that is no good is yielded as `Skipped` and the rest goes on. `progress` is
    told after each file. `now` stands for dates that are missing.
    """
    files = list(_files(paths))
    for done, file in enumerate(files, start=1):
        try:
            yield from _read(file, now)
        except (ImportFileError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            yield Skipped(str(file), reason or "It cannot be read.")
        if progress is not None:
            progress(done, len(files))


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield each file that `paths` name or hold, hidden ones and links out of a folder not."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if file.suffix.lower() in _KNOWN and not hidden and _is_plain_file(file):
                yield file


def _is_plain_file(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _read(file: Path, now: datetime) -> Iterator[Found]:
    """Yield what `file` holds.

    Raises:
        ImportFileError: it is of no known kind, too large, or not what its name says.
        OSError: it cannot be opened.
    """
    suffix = file.suffix.lower()
    if not file.exists():
        raise ImportFileError("There is no such file or folder; check the path.")
    if suffix in _LINES:
        with file.open(encoding="utf-8-sig", errors="replace") as lines:
            yield from read_jsonl(lines, where=str(file), now=now)
    elif suffix in _POSTS:
        yield from read_hugo(_bytes(file).decode("utf-8-sig", "replace"), where=str(file.resolve()))
    elif suffix in _LISTS:
        yield from map(FoundSource, read_opml(_bytes(file)))
    else:
        raise ImportFileError("Only .md, .jsonl and .opml files can be imported.")


def _bytes(file: Path) -> bytes:
    if file.stat().st_size > _MAX_FILE_BYTES:
        raise ImportFileError(f"It is over {_MAX_FILE_BYTES / 1e6:.0f} MB; cut it into parts.")
    return file.read_bytes()

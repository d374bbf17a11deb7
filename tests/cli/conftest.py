from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from tests.databases import SqliteTemplate


@dataclass(frozen=True)
class Outcome:
    """What a command left behind: its exit code and what it wrote."""

    code: int
    out: str
    err: str


Command = Callable[..., Outcome]


@pytest.fixture
def tenbrief(
    tmp_path: Path,
    sqlite_template: SqliteTemplate,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """The command as a person runs it, in a folder and with a database of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", sqlite_template.copy(tmp_path))
    monkeypatch.setenv("EMBEDDINGS", "off")
    monkeypatch.setenv("ALLOW_PRIVATE_SOURCES", "true")
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "LLM_URL", "PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["tenbrief", *arguments])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        shown = capsys.readouterr()
        return Outcome(code, shown.out, shown.err)

    return run


@pytest.fixture
def post(tmp_path: Path) -> Path:
    """A brief of three items as a Hugo post."""
    path = tmp_path / "2025-02-08.md"
    shutil.copy(Path(__file__).with_name("post.md"), path)
    return path

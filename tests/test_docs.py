"""What the documents promise exists."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import typer

from bot.cli import app
from bot.commands import COMMANDS
from bot.settings import Settings, load_settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ENVIRONMENT = (ROOT / ".env.example").read_text(encoding="utf-8")


def options_and_commands() -> dict[str, set[str]]:
    """Every command path of the terminal with its options."""
    found: dict[str, set[str]] = {}

    def walk(command: object, path: str) -> None:
        for name, child in getattr(command, "commands", {}).items():
            walk(child, f"{path} {name}".strip())
        found[path] = {
            option for parameter in getattr(command, "params", ()) for option in parameter.opts
        }

    walk(typer.main.get_command(app), "")
    return found


def commands_in(text: str) -> list[str]:
    return re.findall(r"`(?:\./dev )?tenbrief ([^`]+)`", text)


@pytest.mark.parametrize("line", commands_in(README))
def test_every_terminal_command_of_the_readme_exists(line: str) -> None:
    known = options_and_commands()
    words = line.split()
    path = next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in known), None)
    assert path is not None, line
    assert {word for word in words if word.startswith("-")} <= known[path]


def test_every_chat_command_of_the_readme_exists() -> None:
    table = README.split("| in the chat | |")[1].split("\n\n")[0]
    named = set(re.findall(r"/([a-z]+)", table))
    assert named
    assert named <= set(COMMANDS)


def test_every_task_of_the_readme_is_one_of_dev() -> None:
    tasks = set(re.findall(r"\./dev ([a-z]+)", README))
    script = (ROOT / "dev").read_text(encoding="utf-8")
    assert tasks
    for task in tasks:
        assert re.search(rf"^{task}\)$", script, re.MULTILINE), task


def test_every_setting_is_explained_and_every_explained_one_exists() -> None:
    explained = set(re.findall(r"^([A-Z_]+)=", ENVIRONMENT, re.MULTILINE))
    assert explained == {name.upper() for name in Settings.model_fields}


def test_the_example_holds_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    assert load_settings(ROOT / ".env.example") == load_settings(None)


@pytest.mark.parametrize("name", re.findall(r"\]\((docs/[a-z]+\.[a-z]+)\)", README))
def test_every_document_of_the_readme_exists(name: str) -> None:
    assert (ROOT / name).is_file()


def test_an_unknown_task_is_wrong_usage() -> None:
    done = subprocess.run(
        ["sh", str(ROOT / "dev"), "conjure"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "./dev demo" in done.stderr

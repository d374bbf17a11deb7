"""What the Dockerfile copies, installs and starts exists. No image is built here."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path

from tests.test_docs import options_and_commands

ROOT = Path(__file__).parents[1]
TEXT = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
LINES = [line.split(maxsplit=1) for line in TEXT.splitlines() if line and not line.startswith("#")]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def told(instruction: str) -> list[str]:
    """Return what follows each `instruction`."""
    return [rest for name, rest in LINES if name == instruction]


def test_everything_that_is_copied_from_here_exists() -> None:
    copied = [line.split()[:-1] for line in told("COPY") if not line.startswith("--from=")]
    names = [name for line in copied for name in line]
    assert {"bot", "templates", "pyproject.toml", "constraints.txt"} <= set(names)
    assert all((ROOT / name).exists() for name in names)


def test_what_the_package_is_built_from_is_copied() -> None:
    copied = " ".join(told("COPY")).split()
    assert PROJECT["readme"] in copied
    assert set(PROJECT.get("license-files", ["LICENSE"])) <= set(copied)


def test_the_extra_that_is_installed_exists() -> None:
    (install,) = [line for line in told("RUN") if "pip install" in line]
    (extra,) = re.findall(r'"\.\[(\w+)\]"', install)
    assert extra in PROJECT["optional-dependencies"]
    assert "-c constraints.txt" in install


def test_the_python_of_the_image_is_one_that_the_project_takes() -> None:
    versions = {line.split()[0].removeprefix("python:") for line in told("FROM")}
    (version,) = versions
    lowest = PROJECT["requires-python"].removeprefix(">=").split(",")[0]
    assert tuple(map(int, version.removesuffix("-slim").split("."))) >= tuple(
        map(int, lowest.split("."))
    )


def test_what_it_starts_is_a_command_of_the_project() -> None:
    ((program,), (command,)) = (json.loads(told(name)[0]) for name in ("ENTRYPOINT", "CMD"))
    assert program in PROJECT["scripts"]
    assert command in options_and_commands()


def test_its_health_check_is_python_that_asks_the_web_door() -> None:
    (check,) = told("HEALTHCHECK")
    program, flag, code = json.loads(check.partition("CMD")[2])
    assert (program, flag) == ("python", "-c")
    ast.parse(code)
    assert "/health" in code
    assert "WEB_PORT" in code


def test_it_is_not_root_and_may_write_where_its_data_is() -> None:
    assert told("USER") == ["tenbrief"]
    assert told("VOLUME") == ["/data"]
    assert any("chown tenbrief /data" in line for line in told("RUN"))
    assert "DATABASE_URL=sqlite:////data/" in " ".join(told("ENV"))

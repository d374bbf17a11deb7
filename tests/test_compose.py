"""What `compose.yaml` starts exists. No container is started here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app.roles import Role
from bot.settings import Settings
from tests.test_docs import options_and_commands

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "compose.yaml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
OURS = {name: it for name, it in COMPOSE["services"].items() if it["image"] == "tenbrief"}


@pytest.mark.parametrize("name", OURS)
def test_every_command_and_role_exists(name: str) -> None:
    command, *arguments = OURS[name]["command"]
    options, values = arguments[::2], arguments[1::2]
    assert set(options) <= options_and_commands()[command]
    assert set(values) <= {role.value for role in Role}


def test_together_they_play_every_role() -> None:
    played = {word for service in OURS.values() for word in service["command"]}
    assert {role.value for role in Role} <= played
    assert OURS["sender"]["deploy"]["replicas"] == 2


@pytest.mark.parametrize("name", OURS)
def test_every_setting_exists_and_the_database_is_shared(name: str) -> None:
    environment = OURS[name]["environment"]
    assert set(environment) <= {field.upper() for field in Settings.model_fields}
    assert environment["DATABASE_URL"].startswith("postgresql://tenbrief:")
    assert OURS[name]["env_file"] == ".env"
    assert OURS[name]["build"] == "."


def test_every_service_has_a_health_check_or_takes_that_of_the_image() -> None:
    checked = {name for name, service in COMPOSE["services"].items() if "healthcheck" in service}
    # The image asks its own web door.
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert checked | {"web"} == set(COMPOSE["services"])


def test_the_health_check_of_the_database_runs(tmp_path: Path, monkeypatch: Any) -> None:
    from bot.store import open_store

    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'health.db'}")
    open_store(f"sqlite:///{tmp_path / 'health.db'}").close()
    code = OURS["sender"]["healthcheck"]["test"][-1]
    exec(compile(code, "healthcheck", "exec"), {})


def test_what_it_takes_from_the_environment_is_said_at_its_head() -> None:
    head = TEXT.partition("\n\n")[0]
    assert set(re.findall(r"\$\{([A-Z_]+)", TEXT)) == {"POSTGRES_PASSWORD", "SITE"}
    assert "POSTGRES_PASSWORD" in head
    assert "SITE" in head

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, load_settings


def read(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / ".env"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_a_token_alone_is_enough(tmp_path: Path) -> None:
    settings = read(tmp_path, "TELEGRAM_BOT_TOKEN=123:abc\n")
    assert settings.telegram_bot_token is not None
    assert settings.bot_base_url == "https://api.telegram.org/bot"


def test_an_empty_line_means_the_default(tmp_path: Path) -> None:
    assert read(tmp_path, "WEB_PORT=\nADMIN_IDS=\n") == read(tmp_path, "")


def test_several_operators_stand_with_commas(tmp_path: Path) -> None:
    assert read(tmp_path, "ADMIN_IDS=12, 34\n").admin_ids == (12, 34)


def test_a_wrong_value_is_named_and_never_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="WEB_PORT") as caught:
        read(tmp_path, "WEB_PORT=harbour\n")
    assert "harbour" not in str(caught.value)


def test_embeddings_are_local_off_or_an_address(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="EMBEDDINGS"):
        read(tmp_path, "EMBEDDINGS=sometimes\n")
    assert read(tmp_path, "EMBEDDINGS=http://127.0.0.1:9/v1\n").embeddings.startswith("http")


def test_secrets_do_not_show_when_printed(tmp_path: Path) -> None:
    settings = read(tmp_path, "TELEGRAM_BOT_TOKEN=123:very-secret\nLLM_API_KEY=hidden\n")
    assert "very-secret" not in repr(settings)
    assert "hidden" not in repr(settings)


def test_more_than_the_free_rate_is_only_taken_with_paid_broadcast(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PAID_BROADCAST=true"):
        read(tmp_path, "SEND_RATE=500\n")
    settings = read(tmp_path, "SEND_RATE=500\nPAID_BROADCAST=true\n")
    assert (settings.send_rate, settings.paid_broadcast) == (500, True)


def test_what_is_unclear_is_resent_or_held_and_nothing_else(tmp_path: Path) -> None:
    settings = read(tmp_path, "UNCLEAR_PRIVATE=hold\n")
    assert (settings.unclear_private, settings.unclear_groups) == ("hold", "hold")
    with pytest.raises(SettingsError, match="UNCLEAR_GROUPS"):
        read(tmp_path, "UNCLEAR_GROUPS=perhaps\n")

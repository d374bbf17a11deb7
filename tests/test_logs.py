from __future__ import annotations

import logging

import pytest
import structlog
from telegram.error import TelegramError
from telegram.request import BaseRequest

from bot.logs import configure_logging

TOKEN = "4200123:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"


@pytest.fixture(autouse=True)
def _restore() -> object:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_an_event_is_one_line_of_keys_and_values(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(verbose=True)
    structlog.get_logger("bot.test").info("source_failed", source="a", error="no\nanswer")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert "event=source_failed" in lines[0]
    assert "source=a" in lines[0]


def test_a_token_in_somebody_elses_message_is_taken_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(verbose=True)
    logging.getLogger("other").warning("POST https://api.example/bot%s/getMe", TOKEN)
    shown = capsys.readouterr().err
    assert TOKEN not in shown
    assert "<token>" in shown


def test_an_answer_that_was_cut_short_is_not_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(verbose=True)
    with pytest.raises(TelegramError):
        BaseRequest.parse_json_payload(b'{"ok": true, "result": {"text": "private words')
    assert "private words" not in capsys.readouterr().err

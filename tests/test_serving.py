"""The doors: what is true of their sockets, whoever serves behind them."""

from __future__ import annotations

import socket

import pytest

from bot.errors import SettingsError
from bot.serving import listen


def test_answers_leave_without_waiting_for_their_heads_to_be_confirmed() -> None:
    with (
        listen("127.0.0.1", 0) as listener,
        socket.create_connection(listener.getsockname()),
        listener.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_taken_port_is_answered_with_what_to_do() -> None:
    with (
        listen("127.0.0.1", 0) as listener,
        pytest.raises(SettingsError, match="choose another port"),
    ):
        listen("127.0.0.1", listener.getsockname()[1])

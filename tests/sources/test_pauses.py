"""A source that fails is visited less and less often, and at once more when it answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FeedError, FetchError, SourceError
from bot.model import FetchState
from bot.sources import Fetched, after_failure, after_success, is_gone

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
STATE = FetchState("wire", etag='"v1"', last_modified="then")


def pause_after(error: SourceError, failures: int = 0) -> timedelta:
    state = after_failure(FetchState("wire", failures=failures), error, NOW)
    assert state.next_at is not None
    return state.next_at - NOW


def test_a_visit_that_worked_is_remembered_and_repeated_soon() -> None:
    fetched = Fetched("https://a.example/", 200, etag='"v2"', last_modified="now")
    state = after_success(FetchState("wire", failures=3, error="It failed."), fetched, NOW)
    assert (state.etag, state.last_modified) == ('"v2"', "now")
    assert (state.failures, state.error) == (0, None)
    assert state.next_at == NOW + timedelta(minutes=20)


def test_a_failure_keeps_what_was_known_and_says_why() -> None:
    state = after_failure(STATE, FeedError("This is a web page."), NOW)
    assert (state.etag, state.last_modified) == ('"v1"', "then")
    assert (state.failures, state.error, state.checked_at) == (1, "This is a web page.", NOW)


def test_pauses_grow_up_to_a_day() -> None:
    pauses = [pause_after(FeedError("No."), failures) for failures in range(12)]
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(minutes=40)
    assert pauses[-1] == timedelta(hours=24)


def test_a_server_that_asks_for_more_patience_gets_it() -> None:
    asked = FetchError("Too often.", status=429, retry_after_seconds=5 * 3600)
    assert pause_after(asked) == timedelta(hours=5)
    assert pause_after(FetchError("Too often.", retry_after_seconds=1)) == timedelta(minutes=40)


def test_a_source_that_is_gone_is_known_to_be() -> None:
    gone = after_failure(STATE, FetchError("Gone.", status=410, gone=True), NOW)
    assert is_gone(gone)
    assert not is_gone(after_failure(STATE, FeedError("No."), NOW))
    assert not is_gone(STATE)


@given(st.integers(min_value=0, max_value=10_000))
def test_any_number_of_failures_has_a_next_visit(failures: int) -> None:
    assert timedelta(0) < pause_after(FeedError("No."), failures) <= timedelta(hours=24)

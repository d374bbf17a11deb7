from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.store import Store

DAY = date(2026, 3, 5)
NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


def test_tokens_of_a_day_add_up_and_can_be_given_back(store: Store) -> None:
    store.model_use.spend(DAY, 900)
    store.model_use.spend(DAY, -200)
    store.model_use.spend(DAY + timedelta(days=1), 5)
    assert store.model_use.spent(DAY) == 700


def test_a_day_without_a_model_costs_nothing(store: Store) -> None:
    assert store.model_use.spent(DAY) == 0


def test_an_answer_is_kept_until_nobody_asks_for_it_again(store: Store) -> None:
    store.model_use.keep("first", "yes", NOW)
    assert store.model_use.answer("first") == "yes"
    store.model_use.keep("second", "no", NOW + timedelta(days=15))
    assert store.model_use.answer("first") is None
    assert store.model_use.answer("second") == "no"

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import StoreError
from bot.model import FetchState, Source
from bot.store import Store
from tests.store.news import tried

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# A day in from both ends, so that every zone's time exists in UTC.
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=ZONES)  # noqa: DTZ001  # bounds are given without a zone


@tried(80)
@given(moment=MOMENTS)
def test_every_moment_comes_back_in_utc(store: Store, moment: datetime) -> None:
    store.sources.add(Source("a", "https://a.example", "A"))
    store.sources.record(FetchState("a", checked_at=moment))
    kept = store.sources.due(datetime.now(UTC), everything=True)[0][1].checked_at
    assert kept == moment
    assert kept is not None
    assert kept.utcoffset() == timedelta(0)


@tried(40)
@given(one=MOMENTS, other=MOMENTS)
def test_moments_are_compared_as_moments(store: Store, one: datetime, other: datetime) -> None:
    store.sources.add(Source("a", "https://a.example", "A"))
    store.sources.record(FetchState("a", next_at=one))
    assert bool(store.sources.due(other)) == (one <= other)


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    store.sources.add(Source("a", "https://a.example", "A"))
    naive = datetime(2026, 4, 25, 12)  # noqa: DTZ001  # the mistake
    with pytest.raises(StoreError, match="without a zone"):
        store.sources.record(FetchState("a", checked_at=naive))


@tried(60)
@given(text=st.text(st.characters(codec=None), max_size=40))
def test_any_text_can_be_kept(store: Store, text: str) -> None:
    store.sources.add(Source("a", "https://a.example", "A"))
    store.sources.record(FetchState("a", error=text))
    kept = store.sources.due(datetime.now(UTC), everything=True)[0][1].error
    assert kept == text.replace("\x00", "").encode("utf-8", "replace").decode()

from concurrent.futures import ThreadPoolExecutor

from bot.store import Store
from tests.store.news import NOON


def test_a_thing_is_done_for_the_first_time_once(store: Store) -> None:
    assert store.marks.first_time("told", NOON) is True
    assert store.marks.first_time("told", NOON) is False
    assert store.marks.first_time("other", NOON) is True


def test_of_many_who_ask_at_once_one_is_first(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: store.marks.first_time("race", NOON), range(16)))
    assert sum(answers) == 1

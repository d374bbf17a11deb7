from bot.store import Store
from tests.store.news import DAY, NOON


def test_a_long_question_is_found_by_its_token(store: Store) -> None:
    store.questions.keep("~1", "which models run on a phone", NOON)
    assert store.questions.behind("~1") == "which models run on a phone"
    assert store.questions.behind("~2") is None


def test_a_question_nobody_asks_any_more_is_forgotten(store: Store) -> None:
    store.questions.keep("~old", "old", NOON)
    store.questions.keep("~kept", "kept", NOON)
    store.questions.keep("~kept", "kept", NOON + 80 * DAY)
    store.questions.keep("~new", "new", NOON + 100 * DAY)
    assert store.questions.behind("~old") is None
    assert store.questions.behind("~kept") == "kept"

"""What two items mean is compared, not in which language or manner they tell it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

from bot.editor.vectors import Meanings, load_manner, load_means
from bot.model import Item
from tests.editor.news import item

if TYPE_CHECKING:
    import numpy as np

np = pytest.importorskip("numpy")
ZH = item("Mistral AI 发布 Pelican 3")
EN = item("Mistral AI releases Pelican 3", source="wire")


def vectors_of(told: Mapping[Item, np.ndarray]) -> dict[str, bytes]:
    """Return vectors as a model would give them: what is told, off its language's mean."""
    means = load_means()
    return {
        each.id: (means[each.lang] + what).astype(np.float32).tobytes()
        for each, what in told.items()
    }


def event(seed: int) -> np.ndarray:
    """Return the vector of some event, without manner."""
    drawn = np.random.default_rng(seed).standard_normal(load_manner().shape[1]) / 100
    return drawn - (drawn @ load_manner().T) @ load_manner()


def test_one_thing_told_in_two_manners_means_the_same() -> None:
    manner = load_manner()
    told = {ZH: event(1) + manner[0] / 5, EN: event(1) - manner[3] / 5}
    cosine = Meanings(list(told), vectors_of(told)).cosine(ZH.id, EN.id)
    assert cosine == pytest.approx(1.0, abs=0.01)


def test_two_things_told_in_one_manner_do_not_mean_the_same() -> None:
    manner = load_manner()
    told = {ZH: event(1) + manner[0] / 5, EN: event(2) + manner[0] / 5}
    cosine = Meanings(list(told), vectors_of(told)).cosine(ZH.id, EN.id)
    assert cosine == pytest.approx(0.0, abs=0.2)


def test_the_vectors_of_another_model_are_compared_all_the_same() -> None:
    short = {ZH.id: np.ones(8, np.float32).tobytes(), EN.id: np.ones(8, np.float32).tobytes()}
    assert Meanings([ZH, EN], short).cosine(ZH.id, EN.id) is not None

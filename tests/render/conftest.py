from __future__ import annotations

import pytest

from bot.render import Renderer


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    return Renderer()

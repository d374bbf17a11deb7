"""Door: archive, feeds, health, metrics and the Telegram webhook. Started by `app`."""

from __future__ import annotations

from starlette.applications import Starlette

from bot.newsroom import Newsroom
from bot.render import Renderer
from bot.web.site import Site
from bot.web.state import state_routes
from bot.web.webhook import WEBHOOK_PATH, Receive, webhook_route

__all__ = ["WEBHOOK_PATH", "build_web"]


def build_web(
    newsroom: Newsroom,
    renderer: Renderer,
    *,
    public_url: str | None = None,
    receive: Receive | None = None,
    secret: str | None = None,
) -> Starlette:
    """Return the web door; with `receive` and `secret`, the Telegram webhook too."""
    routes = state_routes(newsroom)
    if receive is not None and secret:
        routes.append(webhook_route(receive, secret))
    return Starlette(routes=[*routes, *Site(newsroom.archive, renderer, public_url).routes()])

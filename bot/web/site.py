"""The public pages: archive, one brief, a feed per edition. Called by `bot.web`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.archive import Archive
from bot.errors import NotFoundError
from bot.model import Brief
from bot.render import Renderer

FEED_BRIEFS = 20
ARCHIVE_BRIEFS = 60
# The pages carry their own styles and nothing else may load but pictures.
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src https:",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Site:
    """Serves what was published; drafts are nobody's business."""

    def __init__(self, archive: Archive, renderer: Renderer, public_url: str | None) -> None:
        self._briefs = archive
        self._renderer = renderer
        self._public_url = (public_url or "").rstrip("/")

    def routes(self) -> list[Route]:
        """Return the pages' addresses."""
        return [
            Route("/", self._guarded(self._archive)),
            Route("/{edition}/feed.xml", self._guarded(self._feed)),
            Route("/{edition}/{day}", self._guarded(self._brief)),
            Route("/{edition}", self._guarded(self._edition)),
        ]

    def _guarded(
        self, page: Callable[[Request], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                response = await page(request)
            except NotFoundError as error:
                response = Response(str(error), status_code=404, media_type="text/plain")
            response.headers.update(SECURITY_HEADERS)
            return response

        return answer

    async def _archive(self, _request: Request) -> Response:
        briefs = await asyncio.to_thread(self._briefs.published, None, ARCHIVE_BRIEFS)
        return HTMLResponse(self._renderer.archive(briefs))

    async def _edition(self, request: Request) -> Response:
        slug = request.path_params["edition"]
        briefs = await asyncio.to_thread(self._briefs.published, slug, ARCHIVE_BRIEFS)
        return HTMLResponse(self._renderer.archive(briefs))

    async def _brief(self, request: Request) -> Response:
        brief = await asyncio.to_thread(self._published, request)
        return HTMLResponse(self._renderer.html(brief))

    def _published(self, request: Request) -> Brief:
        slug, text = request.path_params["edition"], request.path_params["day"]
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise NotFoundError("There is no such page.") from None
        return self._briefs.published_on(slug, day)

    async def _feed(self, request: Request) -> Response:
        slug = request.path_params["edition"]
        briefs = await asyncio.to_thread(self._briefs.published, slug, FEED_BRIEFS)
        base = self._public_url or str(request.base_url).rstrip("/")
        return Response(self._renderer.feed(briefs, base), media_type="application/rss+xml")

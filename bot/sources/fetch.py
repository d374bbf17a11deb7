"""Polite HTTP: conditional, bounded in size, time and number, public addresses only.

Called by newsroom, which opens one `Fetcher` for a round of visits.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, replace
from importlib.metadata import version
from types import TracebackType
from typing import Self
from urllib.parse import urljoin
from weakref import WeakValueDictionary

import httpx

from bot.clock import Clock, SystemClock
from bot.errors import FetchError
from bot.language.links import host_of, is_web_url
from bot.sources.bodies import read_body
from bot.sources.guard import GuardedTransport
from bot.sources.retry_after import seconds_to_wait

USER_AGENT = f"TenBrief/{version('tenbrief')} (feed reader)"
_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "application/atom+xml, application/rss+xml, application/feed+json,"
    " application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5",
    "Accept-Encoding": "gzip, br",
}
_MOVED_FOR_GOOD = frozenset({301, 308})
_MOVED = _MOVED_FOR_GOOD | {302, 303, 307}
_MAX_HOPS = 5
# Marks, in `Fetched.etag`, a digest of our own: for servers that send no validator.
_DIGEST = "body:"
_MEANINGS = {
    401: "it wants a login",
    403: "it refuses readers like us",
    404: "there is nothing at this address; look for its new one",
    410: "it is gone for good",
    429: "it asks us to come less often",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered.

    `url` is where the answer came from in the end; `moved_to` the address to
    remember instead of the asked one, where a permanent redirect led there.
    `unchanged` is true, and `body` empty, when nothing is new since `etag` and
    `last_modified` were handed out: give both back at the next visit.
    """

    url: str
    status: int
    body: bytes = b""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class _Validators:
    """What the last visit left: proof of which version we know."""

    etag: str | None
    last_modified: str | None

    def headers(self) -> dict[str, str]:
        """Return the conditions to send along."""
        headers = {}
        if self.etag and not self.etag.startswith(_DIGEST):
            headers["If-None-Match"] = self.etag
        if self.last_modified:
            headers["If-Modified-Since"] = self.last_modified
        return headers


class Fetcher:
    """Fetches many addresses at once, politely; an async context manager.

    At most `concurrency` fetches run at a time, `per_host` of them of one
    host's addresses. `timeout_seconds` bounds a fetch, redirects and body
    included, waiting for its turn not; `max_bytes` bounds a body, unpacked.
    `clock` is asked only where a server names the date to come back at.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        timeout_seconds: float = 20,
        max_bytes: int = 10_000_000,
        per_host: int = 2,
        concurrency: int = 64,
        clock: Clock | None = None,
    ) -> None:
        self._timeout_seconds = timeout_seconds
        self._max_bytes = max_bytes
        self._per_host = per_host
        self._clock = clock or SystemClock()
        self._slots = asyncio.Semaphore(concurrency)
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._transport = GuardedTransport(allow_private=allow_private, connections=concurrency)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._transport.aclose()

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """Return what `url` answers, following redirects.

        `etag` and `last_modified` are those of the `Fetched` of the last visit.

        Raises:
            AddressRefusedError: it, or an address it redirects to, is private.
            FetchError: nothing usable came; `status`, `retry_after_seconds` and
                `gone` tell what the server said, if it said anything.
        """
        host = host_of(url)
        turns = self._hosts.setdefault(host, asyncio.Semaphore(self._per_host))
        async with turns, self._slots:
            try:
                async with asyncio.timeout(self._timeout_seconds):
                    return await self._follow(url, _Validators(etag, last_modified))
            except TimeoutError as error:
                raise FetchError(
                    f"{host} did not finish within {self._timeout_seconds:g} seconds;"
                    " we try again later."
                ) from error
            except httpx.TransportError as error:
                raise FetchError(_connection_sentence(host, error)) from error

    async def _follow(self, asked: str, known: _Validators) -> Fetched:
        """Ask `asked` and whatever it redirects to, and return the last answer."""
        url, permanent, moved_to = asked, True, None
        for _ in range(_MAX_HOPS + 1):
            response = await self._request(url, known)
            try:
                if response.status_code not in _MOVED:
                    return replace(await self._read(url, response, known), moved_to=moved_to)
            finally:
                await response.aclose()
            permanent = permanent and response.status_code in _MOVED_FOR_GOOD
            url = _next(url, response.headers.get("location", ""))
            moved_to = url if permanent else moved_to
        raise FetchError(
            f"{asked} redirects more than {_MAX_HOPS} times; look for its new address."
        )

    async def _request(self, url: str, known: _Validators) -> httpx.Response:
        """Send one request and return its answer, body unread.

        The transport is called without a client around it: cookies, sign-in and
        automatic redirects are what a feed reader does not want.
        """
        if not is_web_url(url):
            raise FetchError(
                f"{url[:200]!r} is no web address; give one that begins with https://."
            )
        try:
            request = httpx.Request("GET", url, headers=_HEADERS | known.headers())
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError(f"{url[:200]!r} is no web address that can be asked.") from error
        return await self._transport.handle_async_request(request)

    async def _read(self, url: str, response: httpx.Response, known: _Validators) -> Fetched:
        """Turn an answer that is no redirect into a `Fetched`, or say why it is none."""
        headers = response.headers
        answer = Fetched(
            url=url,
            status=response.status_code,
            content_type=headers.get("content-type"),
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
        )
        if response.status_code == 304 and (known.etag or known.last_modified):
            await response.aread()  # it has no body; read to its end, the connection is kept
            return replace(
                answer,
                etag=answer.etag or known.etag,
                last_modified=answer.last_modified or known.last_modified,
                unchanged=True,
            )
        if response.status_code != 200:
            raise self._refusal(url, response)
        encoding = headers.get("content-encoding", "")
        body = await read_body(response.aiter_raw(), encoding, max_bytes=self._max_bytes)
        return _compared(replace(answer, body=body), known)

    def _refusal(self, url: str, response: httpx.Response) -> FetchError:
        status = response.status_code
        meaning = _MEANINGS.get(status) or (
            "it is out of order; we try again later" if status >= 500 else "that is no feed"
        )
        return FetchError(
            f"{host_of(url)} answered {status}: {meaning}.",
            status=status,
            retry_after_seconds=seconds_to_wait(
                response.headers.get("retry-after"), self._clock.now()
            ),
            gone=status == 410,
        )


def _next(url: str, location: str) -> str:
    """Return the absolute address that a `location` in the answer of `url` means."""
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise FetchError(f"{host_of(url)} redirects to {location[:200]!r}, no address.") from error


def _compared(answer: Fetched, known: _Validators) -> Fetched:
    """Return `answer`, `unchanged` when its body is the one we know from last time."""
    if answer.etag or answer.last_modified:
        return answer
    digest = _DIGEST + hashlib.sha256(answer.body).hexdigest()[:32]
    if digest == known.etag:
        return replace(answer, body=b"", etag=digest, unchanged=True)
    return replace(answer, etag=digest)


def _connection_sentence(host: str, error: httpx.TransportError) -> str:
    """Say in one sentence why the connection to `host` failed."""
    reason = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in reason:
        return f"{host} shows a certificate that cannot be trusted."
    if isinstance(error, httpx.ConnectError):
        return f"{host} cannot be reached ({reason or 'no answer'}); check the address."
    return (
        f"{host} broke off the connection ({reason or type(error).__name__}); we try again later."
    )

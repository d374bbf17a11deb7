"""python-telegram-bot's transport over aiohttp: a third of the CPU that httpx takes.

`app` hands it to the bot when the `fast` extra is installed. It is written
against `BaseRequest`, the place python-telegram-bot keeps open for transports,
because httpx-aiohttp reports a connection that broke after sending as one that
was never made, and a ledger cannot live with that.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.channels.telegram_body import Request
from bot.channels.telegram_errors import NotSentError


class AiohttpRequest(BaseRequest):
    """A transport for `telegram.Bot`; `connections` may be open at once."""

    def __init__(
        self, *, connections: int = 128, read_timeout: float = 10.0, connect_timeout: float = 5.0
    ) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._connect_timeout = connect_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Return how many seconds an answer may take."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the pool of connections, once."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                headers={"User-Agent": self.USER_AGENT},
                # The Bot API gives no cookies, and a jar is searched for each request.
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Post one request; return the HTTP status and the answer's bytes.

        Waiting for a free connection is not limited: the governor decides how
        many requests there are. Bytes are written as fast as the socket takes
        them, so `write_timeout` and `pool_timeout` have nothing to limit.

        Raises:
            NotSentError: no connection was made, so nothing left.
            TimedOut: the answer did not come in time.
            NetworkError: the connection broke after something left.
        """
        if self._session is None:
            raise RuntimeError("This transport is not initialized.")
        timeout = _timeout(
            _seconds(connect_timeout, self._connect_timeout),
            _seconds(read_timeout, self._read_timeout),
        )
        try:
            async with self._session.request(
                method, _read(url), timeout=timeout, proxy=_proxy(url), **_content(request_data)
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSentError(f"No connection: {type(error).__name__}") from error
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"Connection lost: {type(error).__name__}") from error


@lru_cache(maxsize=64)
def _timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=connect, sock_read=read)


@lru_cache(maxsize=64)
def _read(url: str) -> URL:
    return URL(url)


@lru_cache(maxsize=64)
def _proxy(url: str) -> str | None:
    """Return the proxy that the environment names for `url`: one of few, a bot's methods."""
    # aiohttp's own `trust_env` reads the environment and ~/.netrc anew for each
    # request, in a thread, which costs more than the request.
    parts = urlsplit(url)
    return None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)


def _seconds(given: Any, default: float) -> float | None:
    """Read one of python-telegram-bot's time-outs: a number, None, or its default mark."""
    return given if given is None or isinstance(given, int | float) else default


def _content(data: RequestData | Request | None) -> dict[str, Any]:
    """Return the request's content as aiohttp's keyword arguments."""
    if data is None:
        return {}
    if isinstance(data, Request):
        return {"data": aiohttp.BytesPayload(data.json_payload, content_type="application/json")}
    files = data.multipart_data
    if not files:
        return {"data": data.json_parameters}
    form = aiohttp.FormData(data.json_parameters)
    for name, part in files.items():
        filename, content, kind = part
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}

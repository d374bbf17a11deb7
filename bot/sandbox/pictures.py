"""A picture as a call names it -> a picture we hold, or Telegram's refusal."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

from bot.sandbox.encoding import encode
from bot.sandbox.files import Picture
from bot.sandbox.refusals import RefusedError, bad_request
from bot.sandbox.requests import Params
from bot.sandbox.state import Sandbox

# Telegram takes pictures of 5 MB by address, 10 MB as uploads (Bot API, "Sending files").
LARGEST_BY_URL = 5 * 1024 * 1024
LARGEST_UPLOAD = 10 * 1024 * 1024
FETCH_TIMEOUT_SECONDS = 5.0
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


async def picture_of(sandbox: Sandbox, params: Params, name: str) -> Picture:
    """Return the picture that parameter `name` of a call brings or names.

    Raises:
        RefusedError: there is none, it cannot be fetched, or it is no picture.
    """
    if upload := params.files.get(name):
        return _uploaded(sandbox, upload.data)
    return await picture_named(sandbox, params, params.text(name) or "")


async def picture_named(sandbox: Sandbox, params: Params, named: str) -> Picture:
    """Return the picture called `named`: a file_id, an address, or `attach://part`.

    Raises:
        RefusedError: there is none, it cannot be fetched, or it is no picture.
    """
    if not named:
        raise bad_request("there is no photo in the request")
    if named.startswith("attach://"):
        upload = params.files.get(named.removeprefix("attach://"))
        if upload is None:
            raise bad_request("there is no photo in the request")
        return _uploaded(sandbox, upload.data)
    if known := sandbox.files.get(named):
        return known
    parts = urlsplit(named) if "://" in named else None
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return await _fetched(sandbox, named, is_near=parts.hostname in _LOOPBACK)


def _uploaded(sandbox: Sandbox, data: bytes) -> Picture:
    if len(data) > LARGEST_UPLOAD:
        raise RefusedError(413, "Request Entity Too Large")
    if not data:
        raise bad_request("file must be non-empty")
    picture = sandbox.files.add(data)
    if picture is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return _proportioned(picture)


async def _fetched(sandbox: Sandbox, url: str, *, is_near: bool) -> Picture:
    if known := sandbox.files.from_url(url):
        return known
    data = await _download(url, is_near=is_near)
    picture = sandbox.files.add(data, url)
    if picture is None:
        raise bad_request("wrong type of the web page content")
    return _proportioned(picture)


async def _download(url: str, *, is_near: bool) -> bytes:
    """Return the bytes at `url`; a proxy of the environment is not asked for near ones."""
    failure = bad_request("failed to get HTTP URL content")
    try:
        async with (
            httpx.AsyncClient(
                timeout=FETCH_TIMEOUT_SECONDS, follow_redirects=True, trust_env=not is_near
            ) as client,
            client.stream("GET", url) as answer,
        ):
            if not answer.is_success:
                raise failure
            parts, size = [], 0
            async for part in answer.aiter_bytes():
                parts.append(part)
                size += len(part)
                if size > LARGEST_BY_URL:
                    raise failure
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        raise failure from None
    return b"".join(parts)


def _proportioned(picture: Picture) -> Picture:
    """Return `picture` unless it is larger or longer than Telegram takes."""
    width, height = picture.width, picture.height
    if width + height > 10_000 or max(width, height) > 20 * max(min(width, height), 1):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return picture


def photo_fragment(picture: Picture) -> str:
    """Return the `photo` member of a message that shows `picture`."""
    return f'"photo":{encode([picture.as_json()])}'

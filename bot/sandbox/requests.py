"""A call's parameters, from whichever of four forms they come in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from python_multipart.multipart import (
    MultipartParser,
    parse_options_header,
)
from starlette.types import Receive, Scope

from bot.sandbox.refusals import RefusedError, bad_request

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

# Telegram takes files up to 50 MB; the sandbox is content with pictures.
LARGEST_BODY = 20 * 1024 * 1024
_ESCAPES = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    content_type: str
    data: bytes


@dataclass(slots=True)
class Params:
    """The parameters of one call: text, or what JSON made of them."""

    values: dict[str, object] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """Return a parameter as text, None where it is missing."""
        value = self.values.get(name)
        if value is None or isinstance(value, str):
            return value
        return json.dumps(value, ensure_ascii=False)

    def integer(self, name: str) -> int | None:
        """Return a parameter as a whole number, None where it is missing or none."""
        value = self.values.get(name)
        if isinstance(value, bool) or value is None:
            return None
        try:
            return int(str(value))
        except ValueError:
            return None

    def flag(self, name: str) -> bool:
        """Return whether a parameter says yes."""
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def data(self, name: str) -> object:
        """Return a parameter that is a JSON object or array, None where it is missing.

        Raises:
            RefusedError: it is no JSON.
        """
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def items(self, name: str) -> list[object]:
        """Return a parameter that is a JSON array, empty where it is missing.

        Raises:
            RefusedError: it is something else.
        """
        value = self.data(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name.replace('_', ' ')}: expected an Array")
        return value

    def object(self, name: str) -> Mapping[str, object]:
        """Return a parameter that is a JSON object, empty where it is missing.

        Raises:
            RefusedError: it is something else.
        """
        value = self.data(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {name.replace('_', ' ')}: expected an Object")
        return value


async def read_params(scope: Scope, receive: Receive) -> Params:
    """Read the query and the body of a request.

    Raises:
        RefusedError: the body is too large or not of the form it says.
    """
    params = Params()
    if scope["query_string"]:
        _read_form(scope["query_string"], params)
    body = await _read_body(receive)
    if not body:
        return params
    content_type = _header(scope, b"content-type")
    if content_type.startswith(b"application/json"):
        _read_json(body, params)
    elif content_type.startswith(b"multipart/form-data"):
        _read_multipart(body, content_type, params)
    else:
        _read_form(body, params)
    return params


async def _read_body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body
    parts, size = [body], len(body)
    while message.get("more_body"):
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST_BODY:
            raise RefusedError(413, "Request Entity Too Large")
    return b"".join(parts)


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key == name), b"")


def _read_form(body: bytes, params: Params) -> None:
    for pair in body.split(b"&"):
        name, _, value = pair.partition(b"=")
        if name:
            params.values[unquoted(name)] = unquoted(value)


# The text of a broadcast comes escaped thousands of times over.
@lru_cache(maxsize=128)
def unquoted(raw: bytes) -> str:
    """Return what the escaped form value `raw` says."""
    plain = raw.replace(b"+", b" ")
    if b"%" in plain:
        plain = _ESCAPES.sub(lambda run: bytes.fromhex(run[0].replace(b"%", b"").decode()), plain)
    return plain.decode("utf-8", "replace")


def _read_json(body: bytes, params: Params) -> None:
    try:
        values = json.loads(body)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise bad_request("can't parse request JSON object")
    params.values.update(values)


def _read_multipart(body: bytes, content_type: bytes, params: Params) -> None:
    boundary = parse_options_header(content_type)[1].get(b"boundary")
    if not boundary:
        raise bad_request("can't find the boundary of the multipart request")
    reader = _MultipartReader(params)
    parser = MultipartParser(boundary, reader.callbacks())
    parser.write(body)
    parser.finalize()


class _MultipartReader:
    """Collects the parts of a multipart body into `Params`."""

    def __init__(self, params: Params) -> None:
        self.params = params
        self.headers: dict[bytes, bytes] = {}
        self.header_name = b""
        self.data: list[bytes] = []

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._name,
            "on_header_value": self._value,
            "on_part_data": self._part,
            "on_part_end": self._end,
        }

    def _begin(self) -> None:
        self.headers, self.header_name, self.data = {}, b"", []

    def _name(self, data: bytes, start: int, end: int) -> None:
        self.header_name = data[start:end].lower()

    def _value(self, data: bytes, start: int, end: int) -> None:
        self.headers[self.header_name] = data[start:end]

    def _part(self, data: bytes, start: int, end: int) -> None:
        self.data.append(data[start:end])

    def _end(self) -> None:
        options = parse_options_header(self.headers.get(b"content-disposition", b""))[1]
        name = options.get(b"name", b"").decode("utf-8", "replace")
        content = b"".join(self.data)
        if b"filename" in options:
            content_type = self.headers.get(b"content-type", b"").decode("latin-1")
            file_name = options[b"filename"].decode("utf-8", "replace")
            self.params.files[name] = Upload(file_name, content_type, content)
        else:
            self.params.values[name] = content.decode("utf-8", "replace")

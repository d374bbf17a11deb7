"""What the Bot API answers when it does not do what was asked."""

from __future__ import annotations

_NAMES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class RefusedError(Exception):
    """A call is refused: `code` and `description` as Telegram words them.

    `parameters` is the Bot API's `ResponseParameters`. It never leaves the
    sandbox other than as an HTTP answer.
    """

    def __init__(self, code: int, reason: str, parameters: dict[str, int] | None = None) -> None:
        name = _NAMES.get(code, "Error")
        self.code = code
        self.description = f"{name}: {reason}" if reason else name
        self.parameters = parameters
        super().__init__(self.description)

    def as_json(self) -> dict[str, object]:
        """Return the body of the answer."""
        body: dict[str, object] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> RefusedError:
    """Return the 400 that says `reason`."""
    return RefusedError(400, reason)


def forbidden(reason: str) -> RefusedError:
    """Return the 403 that says `reason`."""
    return RefusedError(403, reason)


def too_many(seconds: int) -> RefusedError:
    """Return the 429 that asks to come back in `seconds`."""
    return RefusedError(429, f"retry after {seconds}", {"retry_after": seconds})

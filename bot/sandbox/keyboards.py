"""Keyboards under messages: checked as Telegram checks them, kept as JSON fragments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from bot.sandbox.encoding import encode
from bot.sandbox.markup.links import checked_url
from bot.sandbox.refusals import bad_request

MOST_BUTTONS = 100
_ACTIONS = {
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
}


@lru_cache(maxsize=1024)
def read_keyboard(raw: str) -> str:
    """Return the `reply_markup` member of a message for the markup `raw`, a JSON object.

    Empty for markup that stands under no message (reply keyboards).

    Raises:
        RefusedError: it is malformed, or a button is.
    """
    if not raw:
        return ""
    try:
        markup = json.loads(raw)
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        return ""
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array')
    buttons = [[_checked(button) for button in row] for row in rows if row]
    if sum(map(len, buttons)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    if not buttons:
        return ""
    return f'"reply_markup":{encode({"inline_keyboard": buttons})}'


def _checked(button: object) -> Mapping[str, object]:
    """Return `button` if Telegram would take it.

    Raises:
        RefusedError: it would not.
    """
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: Button must be an Object")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request(
            'can\'t parse inline keyboard button: Field "text" must be of type String'
            if text is None
            else "can't parse inline keyboard button: Inline keyboard button text must be non-empty"
        )
    if not _ACTIONS & button.keys():
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    _check_data(button.get("callback_data"))
    return _check_url(button)


def _check_data(data: object) -> None:
    if data is None:
        return
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(button: dict[str, object]) -> Mapping[str, object]:
    if "url" not in button:
        return button
    url = checked_url(str(button["url"]))
    if url is None:
        raise bad_request(
            f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
        )
    return {**button, "url": url}


@lru_cache(maxsize=256)
def read_preview(raw: str) -> str:
    """Return the `link_preview_options` member of a message, empty for none.

    Raises:
        RefusedError: it is no JSON object.
    """
    if not raw:
        return ""
    try:
        options = json.loads(raw)
    except ValueError:
        options = None
    if not isinstance(options, dict):
        raise bad_request("can't parse link preview options JSON object")
    shown = {key: value for key, value in sorted(options.items()) if value not in (None, False)}
    return f'"link_preview_options":{encode(shown)}' if shown else ""

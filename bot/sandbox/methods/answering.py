"""Answers to taps and inline queries."""

from __future__ import annotations

from bot.sandbox.encoding import encode
from bot.sandbox.inline import result_body
from bot.sandbox.keyboards import read_keyboard
from bot.sandbox.refusals import bad_request
from bot.sandbox.requests import Params
from bot.sandbox.state import Sandbox

MOST_RESULTS = 50
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(sandbox: Sandbox, params: Params) -> str:
    """Tell a person who tapped a button that it was heard."""
    tap = sandbox.calls.taps.get(params.text("callback_query_id") or "")
    if tap is None:
        raise bad_request(_TOO_OLD)
    text = params.text("text") or ""
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    tap.answer = {
        "text": text,
        "show_alert": params.flag("show_alert"),
        "url": params.text("url") or "",
    }
    sandbox.events.note("answer", tap.chat, tap.message, encode({"tap": tap.id, **tap.answer}))
    return "true"


def answer_inline_query(sandbox: Sandbox, params: Params) -> str:
    """Offer results to a person who typed the bot's name."""
    question = sandbox.calls.inline.get(params.text("inline_query_id") or "")
    if question is None:
        raise bad_request(_TOO_OLD)
    results = params.items("results")
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    seen: set[str] = set()
    for result in results:
        _check_result(result, seen)
    if len((params.text("next_offset") or "").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    question.answer = {
        "results": results,
        "cache_time": params.integer("cache_time"),
        "is_personal": params.flag("is_personal"),
        "next_offset": params.text("next_offset") or "",
        "button": params.data("button"),
    }
    sandbox.events.note("inline", 0, detail=encode({"question": question.id}))
    return "true"


def _check_result(result: object, seen: set[str]) -> None:
    if not isinstance(result, dict) or not result.get("type"):
        raise bad_request('can\'t parse inline query result: Field "type" must be non-empty')
    name = str(result.get("id") or "")
    if not 1 <= len(name.encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if name in seen:
        raise bad_request("RESULT_ID_DUPLICATE")
    seen.add(name)
    result_body(result)
    if markup := result.get("reply_markup"):
        read_keyboard(encode(markup))


METHODS = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}

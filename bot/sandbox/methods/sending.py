"""Text messages, drafts, chat actions."""

from __future__ import annotations

from bot.sandbox.bodies import text_body
from bot.sandbox.encoding import encode
from bot.sandbox.posting import chat_of, given_entities, place_of, post
from bot.sandbox.refusals import bad_request
from bot.sandbox.requests import Params
from bot.sandbox.rights import require_writing
from bot.sandbox.state import Sandbox


def send_message(sandbox: Sandbox, params: Params) -> str:
    """Post a text."""
    place = place_of(sandbox, params)
    body = text_body(
        params.text("text") or "", params.text("parse_mode"), given_entities(params, "entities")
    )
    return post(sandbox, params, place, body).fragment()


def send_message_draft(sandbox: Sandbox, params: Params) -> str:
    """Show a text that is still being written; it stands in no history."""
    chat = chat_of(sandbox, params)
    require_writing(chat, sandbox.world.bot_member(chat))
    draft_id = params.integer("draft_id")
    if not chat.person:
        raise bad_request("chat must be a private chat")
    if not draft_id:
        raise bad_request("draft_id must be non-zero")
    text = params.text("text") or ""
    body = text_body(text or " …", params.text("parse_mode"), given_entities(params, "entities"))
    chat.drafts[draft_id] = body.text
    detail = f'{{{body.fragment},"draft_id":{draft_id}}}'
    sandbox.events.note("draft", chat.id, detail=detail)
    return "true"


def send_chat_action(sandbox: Sandbox, params: Params) -> str:
    """Show that the bot is busy."""
    chat = chat_of(sandbox, params)
    require_writing(chat, sandbox.world.bot_member(chat))
    action = params.text("action") or ""
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    sandbox.events.note("action", chat.id, detail=encode({"action": action}))
    return "true"


_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}

METHODS = {
    "sendMessage": send_message,
    "sendMessageDraft": send_message_draft,
    "sendChatAction": send_chat_action,
}

"""Changing and deleting what the bot posted."""

from __future__ import annotations

from bot.sandbox.bodies import caption_body, text_body
from bot.sandbox.chats import NO_BODY, Body, Message
from bot.sandbox.keyboards import read_keyboard, read_preview
from bot.sandbox.posting import chat_of, given_entities, note_message
from bot.sandbox.refusals import bad_request
from bot.sandbox.requests import Params
from bot.sandbox.rights import require_inside, require_standing
from bot.sandbox.state import Sandbox


def edit_message_text(sandbox: Sandbox, params: Params) -> str:
    """Replace a text."""
    message = own_message(sandbox, params)
    body = text_body(
        params.text("text") or "", params.text("parse_mode"), given_entities(params, "entities")
    )
    if message.media:
        raise bad_request("there is no text in the message to edit")
    preview = read_preview(params.text("link_preview_options") or "")
    return change(sandbox, params, message, body, preview=preview)


def edit_message_caption(sandbox: Sandbox, params: Params) -> str:
    """Replace a caption."""
    message = own_message(sandbox, params)
    body = caption_body(
        params.text("caption"),
        params.text("parse_mode"),
        given_entities(params, "caption_entities"),
    )
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    return change(sandbox, params, message, body)


def edit_message_reply_markup(sandbox: Sandbox, params: Params) -> str:
    """Replace a keyboard, or take it away."""
    message = own_message(sandbox, params)
    return change(sandbox, params, message, message.body)


def own_message(sandbox: Sandbox, params: Params) -> Message:
    """Return the message of the bot that a call names.

    Raises:
        RefusedError: there is none, or it is somebody else's.
    """
    if inline_id := params.text("inline_message_id"):
        found = sandbox.calls.inline_messages.get(inline_id)
        if found is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return found
    chat = chat_of(sandbox, params)
    require_standing(chat)
    if not chat.person:
        require_inside(chat, sandbox.world.bot_member(chat))
    message = chat.messages.get(params.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to edit not found")
    # Only in channels may an administrator edit what others posted; nobody edits an event.
    edits_others = chat.type == "channel" and sandbox.world.bot_member(chat).can(
        "can_edit_messages"
    )
    is_event = message.body is NO_BODY and not message.media
    if is_event or not (message.by_bot or edits_others):
        raise bad_request("message can't be edited")
    return message


def change(
    sandbox: Sandbox,
    params: Params,
    message: Message,
    body: Body,
    *,
    preview: str | None = None,
    media: str | None = None,
) -> str:
    """Make `message` say `body`; without `reply_markup` its keyboard goes.

    `preview` and `media` are fragments; None keeps what there is.

    Raises:
        RefusedError: nothing would change, or the keyboard is malformed.
    """
    markup = read_keyboard(params.text("reply_markup") or "")
    preview = message.preview if preview is None else preview
    media = message.media if media is None else media
    if message.same_as(body, markup, preview, media):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message"
        )
    if message.body is not body or message.media != media or message.preview != preview:
        message.edit_date = sandbox.world.now()
    message.body, message.markup, message.preview, message.media = body, markup, preview, media
    note_message(sandbox, message, "edit")
    return "true" if message.inline_id else message.fragment()


def delete_message(sandbox: Sandbox, params: Params) -> str:
    """Delete a message."""
    chat = chat_of(sandbox, params)
    require_standing(chat)
    message = chat.messages.get(params.integer("message_id") or 0)
    if message is None:
        raise bad_request("message to delete not found")
    bot = sandbox.world.bot_member(chat)
    if not (message.by_bot or chat.person or bot.can("can_delete_messages")):
        raise bad_request("message can't be deleted")
    _remove(sandbox, message)
    return "true"


def delete_messages(sandbox: Sandbox, params: Params) -> str:
    """Delete several; those that are not there are passed over."""
    chat = chat_of(sandbox, params)
    for number in params.items("message_ids"):
        message = chat.messages.get(int(str(number)))
        if message:
            _remove(sandbox, message)
    return "true"


def _remove(sandbox: Sandbox, message: Message) -> None:
    del message.chat.messages[message.id]
    note_message(sandbox, message, "delete")


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}

"""Inline queries: the bot's name typed in any chat, and a result that is sent."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox.bodies import caption_body, text_body
from bot.sandbox.calls import InlineQuestion
from bot.sandbox.chats import Body, Chat, Message
from bot.sandbox.encoding import encode
from bot.sandbox.keyboards import read_keyboard, read_preview
from bot.sandbox.people import User
from bot.sandbox.pictures import photo_fragment, picture_named
from bot.sandbox.posting import note_message
from bot.sandbox.refusals import bad_request
from bot.sandbox.requests import Params
from bot.sandbox.state import Sandbox

Result = Mapping[str, object]


def ask_inline(
    sandbox: Sandbox, person: User, query: str, offset: str = "", chat_type: str = "private"
) -> InlineQuestion:
    """Let `person` type the bot's name and `query` in some chat."""
    question = InlineQuestion(sandbox.calls.next_id(), person.id, query)
    sandbox.calls.inline[question.id] = question
    asked = {
        "id": question.id,
        "from": person.as_json(),
        "query": query,
        "offset": offset,
        "chat_type": chat_type,
    }
    sandbox.updates.push("inline_query", encode(asked))
    return question


async def choose(
    sandbox: Sandbox, question_id: str, result_id: str, chat: Chat, person: User
) -> Message:
    """Send a result that the bot offered to `person`, in their name, and return it.

    Raises:
        RefusedError: it was not offered, or its picture cannot be had.
    """
    question = sandbox.calls.inline.get(question_id)
    offered = question.answer["results"] if question and question.answer else []
    results = offered if isinstance(offered, list) else []
    result: Result | None = next((one for one in results if one.get("id") == result_id), None)
    if result is None or question is None:
        raise bad_request("the bot offered no such result")
    media = ""
    if result.get("type") == "photo":
        picture = await picture_named(sandbox, Params(), str(result.get("photo_url") or ""))
        media = photo_fragment(picture)
    message = _sent(sandbox, result, chat, person, media)
    if sandbox.switches.inline_feedback:
        chosen = {"result_id": result_id, "from": person.as_json(), "query": question.query}
        if message.inline_id:
            chosen["inline_message_id"] = message.inline_id
        sandbox.updates.push("chosen_inline_result", encode(chosen))
    return message


def _sent(sandbox: Sandbox, result: Result, chat: Chat, person: User, media: str) -> Message:
    markup = result.get("reply_markup")
    message = Message(
        sandbox.world.next_message_id(chat),
        chat,
        sandbox.world.now(),
        person,
        result_body(result),
        media=media,
        preview=_preview(result),
        markup=read_keyboard(encode(markup) if markup else ""),
        extra=f'"via_bot":{sandbox.world.bot.fragment}',
    )
    if message.markup:
        message.inline_id = f"inline-{sandbox.calls.next_id()}"
        sandbox.calls.inline_messages[message.inline_id] = message
    sandbox.world.place(message)
    note_message(sandbox, message)
    return message


def _preview(result: Result) -> str:
    content = result.get("input_message_content")
    options = content.get("link_preview_options") if isinstance(content, dict) else None
    return read_preview(encode(options) if options else "")


def result_body(result: Result) -> Body:
    """Return what a result would say in a chat.

    Raises:
        RefusedError: Telegram would refuse it.
    """
    content = result.get("input_message_content")
    if isinstance(content, dict) and "message_text" in content:
        return text_body(str(content["message_text"]), str(content.get("parse_mode") or ""))
    if result.get("type") == "article":
        raise bad_request("input_message_content is required for article results")
    return caption_body(str(result.get("caption") or ""), str(result.get("parse_mode") or ""))

"""Pictures, albums and files."""

from __future__ import annotations

from html.parser import HTMLParser

from bot.sandbox.bodies import caption_body, text_body
from bot.sandbox.chats import Body, Message
from bot.sandbox.encoding import encode
from bot.sandbox.methods.editing import change, own_message
from bot.sandbox.pictures import photo_fragment, picture_named, picture_of
from bot.sandbox.posting import given_entities, place_of, post
from bot.sandbox.refusals import RefusedError, bad_request
from bot.sandbox.requests import Params
from bot.sandbox.state import Sandbox

MOST_IN_ALBUM = 10
# What an album's own refusal calls the reasons of a single picture.
_ALBUM_REASONS = {
    "failed to get HTTP URL content": "WEBPAGE_CURL_FAILED",
    "wrong type of the web page content": "WEBPAGE_MEDIA_EMPTY",
}


async def send_photo(sandbox: Sandbox, params: Params) -> str:
    """Post a picture with a caption."""
    place_of(sandbox, params)  # refused before anything is fetched
    caption = _caption(params)
    media = photo_fragment(await picture_of(sandbox, params, "photo"))
    if params.flag("has_spoiler"):
        media += ',"has_media_spoiler":true'
    if params.flag("show_caption_above_media"):
        media += ',"show_caption_above_media":true'
    place = place_of(sandbox, params)  # the chat may have changed while we waited
    return post(sandbox, params, place, caption, media=media).fragment()


def _caption(params: Params) -> Body:
    return caption_body(
        params.text("caption"),
        params.text("parse_mode"),
        given_entities(params, "caption_entities"),
    )


async def send_media_group(sandbox: Sandbox, params: Params) -> str:
    """Post an album, which dies of one bad picture."""
    place_of(sandbox, params)
    wanted = params.items("media")
    if not 1 <= len(wanted) <= MOST_IN_ALBUM:
        raise bad_request("wrong number of messages in the album")
    parts: list[tuple[Body, str]] = []
    for number, one in enumerate(wanted, 1):
        parts.append(await _album_part(sandbox, params, number, one))
    place = place_of(sandbox, params)
    album = f'"media_group_id":"{sandbox.calls.next_id()}"'
    sent: list[Message] = []
    for body, media in parts:
        once = params if not sent else Params({})
        sent.append(post(sandbox, once, place, body, media=media, extra=album, counted=not sent))
    return f"[{','.join(message.fragment() for message in sent)}]"


async def _album_part(
    sandbox: Sandbox, params: Params, number: int, one: object
) -> tuple[Body, str]:
    """Return the caption and the picture of one part of an album.

    Raises:
        RefusedError: the picture cannot be had; the text says which one it is.
    """
    if not isinstance(one, dict) or one.get("type") != "photo":
        raise bad_request("the sandbox takes albums of photos only")
    try:
        picture = await picture_named(sandbox, params, str(one.get("media") or ""))
    except RefusedError as refusal:
        reason = refusal.description.partition(": ")[2]
        reason = _ALBUM_REASONS.get(reason, reason)
        raise bad_request(
            f'failed to send message #{number} with the error message "{reason}"'
        ) from None
    caption = caption_body(str(one.get("caption") or ""), str(one.get("parse_mode") or ""))
    return caption, photo_fragment(picture)


async def edit_message_media(sandbox: Sandbox, params: Params) -> str:
    """Replace a picture and its caption."""
    own_message(sandbox, params)
    wanted = params.object("media")
    if wanted.get("type") != "photo":
        raise bad_request("the sandbox edits photos only")
    picture = await picture_named(sandbox, params, str(wanted.get("media") or ""))
    body = caption_body(str(wanted.get("caption") or ""), str(wanted.get("parse_mode") or ""))
    message = own_message(sandbox, params)
    return change(sandbox, params, message, body, preview="", media=photo_fragment(picture))


def send_document(sandbox: Sandbox, params: Params) -> str:
    """Post a file."""
    place = place_of(sandbox, params)
    upload = params.files.get("document")
    if upload is None:
        raise bad_request("there is no document in the request")
    kept = sandbox.files.add_document(upload.data, upload.content_type)
    document = {
        "file_id": kept.file_id,
        "file_unique_id": kept.file_id[-12:],
        "file_name": upload.name,
        "mime_type": upload.content_type,
        "file_size": len(upload.data),
    }
    media = f'"document":{encode(document)}'
    return post(sandbox, params, place, _caption(params), media=media).fragment()


def get_file(sandbox: Sandbox, params: Params) -> str:
    """Return where a file can be downloaded."""
    picture = sandbox.files.get(params.text("file_id") or "")
    if picture is None:
        raise bad_request("invalid file_id")
    return encode(
        {
            "file_id": picture.file_id,
            "file_unique_id": picture.file_id[-12:],
            "file_size": len(picture.data),
            "file_path": picture.path,
        }
    )


def send_rich_message(sandbox: Sandbox, params: Params) -> str:
    """Post a whole article; the sandbox shows its text and keeps its source."""
    place = place_of(sandbox, params)
    rich = params.object("rich_message")
    source = rich.get("html") or rich.get("markdown")
    if not isinstance(source, str) or not source.strip():
        raise bad_request("rich message must be non-empty")
    body = text_body(_without_tags(source), None)
    return post(sandbox, params, place, body, extra=f'"rich_message":{encode(rich)}').fragment()


class _Text(HTMLParser):
    """Keeps what stands between the tags."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _without_tags(source: str) -> str:
    parser = _Text()
    parser.feed(source)
    parser.close()
    return "".join(parser.parts)


METHODS = {
    "sendPhoto": send_photo,
    "sendMediaGroup": send_media_group,
    "editMessageMedia": edit_message_media,
    "sendDocument": send_document,
    "getFile": get_file,
    "sendRichMessage": send_rich_message,
}

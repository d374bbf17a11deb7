from __future__ import annotations

import struct
import zlib

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import InputMediaPhoto
from telegram.error import BadRequest

from bot.sandbox.files import measure
from tests.sandbox.conftest import House, serve


def png(width: int = 4, height: int = 3) -> bytes:
    """Return a picture of one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


async def _outlet(request: Request) -> Response:
    match request.path_params["name"]:
        case "good.png":
            return Response(png(), media_type="image/png")
        case "page.html":
            return Response("<h1>no picture</h1>", media_type="text/html")
        case _:
            return Response(status_code=404)


OUTLET = Starlette(routes=[Route("/{name}", _outlet)])


async def test_a_picture_is_uploaded_once_then_sent_by_its_id(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    first = await house.bot.send_photo(ann, png(), caption="<b>01</b> story", parse_mode="HTML")
    again = await house.bot.send_photo(ann, first.photo[-1].file_id)
    assert (again.photo[-1].width, again.photo[-1].height) == (4, 3)
    seen = (await house.people.messages(ann))[0]
    assert (seen.text, seen.has_picture) == ("01 story", True)
    file = await house.bot.get_file(first.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == png()


async def test_a_picture_by_address_is_fetched_or_refused(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    async with serve(OUTLET) as outlet:
        sent = await house.bot.send_photo(ann, f"{outlet}/good.png")
        assert sent.photo
        for name, reason in (
            ("missing.png", "failed to get HTTP URL content"),
            ("page.html", "wrong type of the web page content"),
        ):
            with pytest.raises(BadRequest, match=rf"(?i){reason}"):
                await house.bot.send_photo(ann, f"{outlet}/{name}")
    with pytest.raises(BadRequest, match=r"(?i)failed to get HTTP URL content"):
        await house.bot.send_photo(ann, f"{outlet}/gone.png")
    with pytest.raises(BadRequest, match=r"(?i)wrong file identifier/HTTP URL specified"):
        await house.bot.send_photo(ann, "no-such-id")
    assert len(await house.people.messages(ann)) == 1


async def test_an_album_dies_of_one_bad_picture(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    async with serve(OUTLET) as outlet:
        good, bad = InputMediaPhoto(png()), InputMediaPhoto(f"{outlet}/missing.png")
        with pytest.raises(BadRequest, match=r'(?i)message #2 .* "WEBPAGE_CURL_FAILED"'):
            await house.bot.send_media_group(ann, [good, bad])
    assert await house.people.messages(ann) == []
    captioned = InputMediaPhoto(png(5, 5), caption="<i>two</i>", parse_mode="HTML")
    album = await house.bot.send_media_group(ann, [good, captioned])
    assert album[0].media_group_id == album[1].media_group_id is not None
    assert album[1].caption == "two"


async def test_captions_are_shorter_and_pictures_have_proportions(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    with pytest.raises(BadRequest, match=r"(?i)message caption is too long"):
        await house.bot.send_photo(ann, png(), caption="x" * 1025)
    with pytest.raises(BadRequest, match=r"(?i)PHOTO_INVALID_DIMENSIONS"):
        await house.bot.send_photo(ann, png(100, 2))
    with pytest.raises(BadRequest, match=r"(?i)IMAGE_PROCESS_FAILED"):
        await house.bot.send_photo(ann, b"no picture")


async def test_captions_and_pictures_are_edited_but_not_as_texts(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    sent = await house.bot.send_photo(ann, png(), caption="one")
    await sent.edit_caption("two")
    with pytest.raises(BadRequest, match=r"(?i)no text in the message to edit"):
        await sent.edit_text("three")
    await sent.edit_media(InputMediaPhoto(png(9, 9), caption="four"))
    with pytest.raises(BadRequest, match=r"(?i)not modified"):
        await sent.edit_media(InputMediaPhoto(png(9, 9), caption="four"))
    text = await house.bot.send_message(ann, "x")
    with pytest.raises(BadRequest, match=r"(?i)no caption in the message to edit"):
        await text.edit_caption("five")
    assert (await house.people.messages(ann))[0].text == "four"


async def test_a_file_is_sent_and_can_be_downloaded(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    sent = await house.bot.send_document(ann, b"what is known of you", filename="you.json")
    assert sent.document is not None
    assert sent.document.file_name == "you.json"
    assert (await sent.document.get_file()).file_path


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (png(2, 7), ("image/png", 2, 7)),
        (b"GIF89a" + struct.pack("<HH", 6, 5), ("image/gif", 6, 5)),
        (
            b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08"
            + struct.pack(">HH", 8, 9)
            + b"\0" * 9,
            ("image/jpeg", 9, 8),
        ),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"", None),
    ],
)
def test_pictures_are_told_from_other_bytes(data: bytes, kind: tuple[str, int, int] | None) -> None:
    assert measure(data) == kind

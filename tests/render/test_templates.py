from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import TemplateError
from bot.render import Renderer, check_templates
from tests.render.news import brief, slot, variant


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_all_our_templates_are_well(renderer: Renderer) -> None:
    assert check_templates(renderer) == []


def test_an_operators_file_wins_and_the_others_stay_ours(tmp_path: Path) -> None:
    write(tmp_path, "telegram/private/brief.html.j2", "<b>{{ brief.title }}</b>")
    renderer = Renderer(tmp_path)
    assert renderer.brief(brief(), variant())[0].text == "<b>Lantern ships a small model</b>"
    assert "In focus" in renderer.text(brief())


def test_a_template_set_holds_only_what_differs(tmp_path: Path) -> None:
    write(tmp_path, "sets/tiny/telegram/private/brief.html.j2", "{{ brief.slots | length }}")
    renderer = Renderer(tmp_path)
    assert renderer.brief(brief(), variant(templates="tiny"))[0].text == "10"
    assert "In focus" in renderer.brief(brief(), variant())[0].text


def test_an_unknown_template_set_is_named_with_those_there_are(renderer: Renderer) -> None:
    known = "default, full, headlines, short"
    with pytest.raises(TemplateError, match=rf"no template set 'nope'.*{known}"):
        renderer.brief(brief(), variant(templates="nope"))


@pytest.mark.parametrize("name", ["../..", "/etc", "", "A"])
def test_a_template_set_cannot_lead_out_of_its_folder(renderer: Renderer, name: str) -> None:
    with pytest.raises(TemplateError, match="no template set"):
        renderer.brief(brief(), variant(templates=name))


def test_a_templates_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="no templates folder"):
        Renderer(tmp_path / "missing")


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("one\ntwo {% if %}", 2, "Expected an expression"),
        ("one\n\n{{ brief.colour }}", 3, "colour"),
        ("{{ nobody }}", 1, "nobody"),
        ("one\n{{ say('no_such_message') }}", 2, "no_such_message"),
        ("one\n{{ 1 / 0 }}", 2, "division by zero"),
        ("{% include 'nowhere.html.j2' %}", 1, "nowhere.html.j2"),
    ],
)
def test_a_broken_template_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, why: str
) -> None:
    path = write(tmp_path, "telegram/private/brief.html.j2", text)
    with pytest.raises(TemplateError) as caught:
        Renderer(tmp_path).brief(brief(), variant())
    assert f"{path}, line {line}: " in str(caught.value)
    assert why in str(caught.value)
    assert any(
        f"{path}, line {line}: " in problem for problem in check_templates(Renderer(tmp_path))
    )


def test_markup_telegram_would_refuse_is_found_before_it_is_sent(tmp_path: Path) -> None:
    write(tmp_path, "telegram/private/brief.html.j2", "<p>{{ brief.title }}</p>")
    with pytest.raises(TemplateError, match=r"telegram/private/brief\.html\.j2.*<p> is no tag"):
        Renderer(tmp_path).brief(brief(), variant())


def test_a_template_that_fits_no_message_is_named(tmp_path: Path) -> None:
    write(tmp_path, "telegram/private/brief.html.j2", "x" * 5000)
    with pytest.raises(TemplateError, match=r"private/brief\.html\.j2.*shorten the template"):
        Renderer(tmp_path).brief(brief(), variant())
    write(tmp_path, "telegram/error.html.j2", "x" * 5000)
    with pytest.raises(TemplateError, match=r"telegram/error\.html\.j2 gives 5000 units"):
        Renderer(tmp_path).reply("error", lang="en", message=None)


def test_a_template_that_adds_much_leaves_less_room_for_bodies(tmp_path: Path) -> None:
    wordy = (
        "{% for slot in brief.slots %}{{ cut }}{{ 'x' * 2000 }} "
        "{{ slot.body | shorten(body_limit) }}{% endfor %}"
    )
    write(tmp_path, "telegram/private/brief.html.j2", wordy)
    (message,) = Renderer(tmp_path).brief(brief(slot(body="A short sentence. " * 300)), variant())
    assert "A short sentence." in message.text


def test_a_new_template_is_escaped_whatever_its_name(tmp_path: Path) -> None:
    write(tmp_path, "telegram/private/brief.html.j2", "{% include 'telegram/private/title.j2' %}")
    write(tmp_path, "telegram/private/title.j2", "{{ brief.title }}")
    (message,) = Renderer(tmp_path).brief(brief(title="<b>"), variant())
    assert message.text == "&lt;b&gt;"

"""Finds, reads and fills in Jinja2 templates. Used by the renderers of this room.

A template is looked up in these folders, the first that has it wins:

    <templates_dir>/sets/<set>/   the operator's own template set
    templates/sets/<set>/         a template set that comes with the project
    <templates_dir>/              the operator's own
    templates/                    ours

so a folder holds only the files that differ. The set `default` is the last two.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import jinja2

from bot.errors import BadRequestError, TemplateError
from bot.render.filters import FILTERS, GLOBALS, finalize
from bot.render.words import plain, say

DEFAULT_SET: Final = "default"
_SET_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
# The console and Markdown are no HTML: their own filters escape what must be.
PLAIN_ENDINGS: Final = ("txt.j2", "md.j2", "css")


def own_folder() -> Path:
    """Return where our templates lie: in an installed package or in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


class Templates:
    """All templates of one set of folders. Thread-safe once built."""

    def __init__(self, templates_dir: Path | None = None) -> None:
        if templates_dir is not None and not templates_dir.is_dir():
            raise TemplateError(
                f"There is no templates folder {templates_dir}; create it or leave it unset."
            )
        self._roots = [root for root in (templates_dir, own_folder()) if root is not None]
        self._environments: dict[str, jinja2.Environment] = {}

    def fill_in(
        self, names: Sequence[str], lang: str, values: dict[str, Any], set_name: str = DEFAULT_SET
    ) -> str:
        """Return the first of `names` that exists, filled in with `values`.

        Raises:
            BadRequestError: a zone among the values is none.
            TemplateError: none exists, or it is broken; the text names file and line.
        """
        words = plain if names[0].endswith(PLAIN_ENDINGS) else say
        environment = self._environment(set_name)
        try:
            template = environment.select_template(names)
            return template.render(values, lang=lang, say=partial(words, lang=lang))
        except jinja2.TemplateSyntaxError as error:
            where = f"{error.filename or error.name}, line {error.lineno}"
            raise TemplateError(f"Template {where}: {error.message}; mend it there.") from error
        except jinja2.TemplatesNotFound as error:
            folders = " or ".join(str(root) for root in self._roots)
            raise TemplateError(f"There is no template {names[0]} in {folders}.") from error
        except BadRequestError:
            # A zone that a reader chose: theirs to mend, not the template's author's.
            raise
        except Exception as error:
            raise _broken(error, names[0]) from error

    def names(self) -> list[str]:
        """Return the name of every template of every folder, sorted."""
        return self._environment(DEFAULT_SET).list_templates(extensions=["j2", "css"])

    def sets(self) -> list[str]:
        """Return the names of the template sets there are, `default` first."""
        found = {
            folder.name
            for root in self._roots
            for folder in (root / "sets").glob("*")
            if folder.is_dir() and _SET_NAME.fullmatch(folder.name)
        }
        return [DEFAULT_SET, *sorted(found - {DEFAULT_SET})]

    def problems_of(self, name: str) -> list[str]:
        """Return what is wrong with the syntax of template `name`, nothing if it reads well."""
        try:
            self._environment(DEFAULT_SET).get_template(name)
        except jinja2.TemplateSyntaxError as error:
            where = error.filename or name
            return [f"Template {where}, line {error.lineno}: {error.message}; mend it there."]
        except (jinja2.TemplateError, UnicodeDecodeError, OSError) as error:
            return [f"Template {name} cannot be read: {error}."]
        return []

    def _environment(self, set_name: str) -> jinja2.Environment:
        if set_name not in self._environments:
            self._environments[set_name] = _build_environment(self._folders(set_name))
        return self._environments[set_name]

    def _folders(self, set_name: str) -> list[Path]:
        if set_name == DEFAULT_SET:
            return self._roots
        if set_name not in self.sets():
            raise TemplateError(
                f"There is no template set {set_name!r}; create the folder sets/{set_name} "
                f"among the templates, or use one of: {', '.join(self.sets())}."
            )
        return [root / "sets" / set_name for root in self._roots] + self._roots


def _build_environment(folders: Iterable[Path]) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(list(folders)),
        # On for whatever is not plain text, whatever its name; Jinja's own
        # default would leave `.html.j2` unescaped.
        autoescape=jinja2.select_autoescape(
            enabled_extensions=("html.j2", "xml.j2"),
            disabled_extensions=PLAIN_ENDINGS,
            default=True,
        ),
        undefined=jinja2.StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(GLOBALS)
    environment.filters.update(FILTERS)
    return environment


def _broken(error: Exception, name: str) -> TemplateError:
    """Return what to say of an error raised while a template was filled in."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.endswith((".j2", ".css"))
    ]
    where = f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else name
    return TemplateError(f"Template {where}: {error}; mend it there.")

"""Compiled translations: what is translated is there, what is fuzzy is not, and nothing is compiled twice."""

import gettext
import os
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from exchange.embedded.catalogues import compile_catalogue, stale_catalogues

SOURCE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Exchange"
msgstr "교류"

#, fuzzy
msgid "Visit"
msgstr "교류"

msgid "one paper"
msgid_plural "%(count)s papers"
msgstr[0] "논문 %(count)s편"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "ko" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE)
    return path


def test_a_catalogue_is_read_by_gettext_without_its_fuzzy_entries(source: Path) -> None:
    compile_catalogue(source)
    korean = gettext.translation("django", localedir=source.parents[2], languages=["ko"])
    assert korean.gettext("Exchange") == "교류"
    assert korean.gettext("Visit") == "Visit"
    assert korean.ngettext("one paper", "%(count)s papers", 1) == "논문 %(count)s편"


def test_only_what_changed_is_compiled(source: Path) -> None:
    folder = source.parents[2]
    assert list(stale_catalogues(folder)) == [source]
    target = compile_catalogue(source)
    assert list(stale_catalogues(folder)) == []
    newer = target.stat().st_mtime + 10
    os.utime(source, (newer, newer))
    assert list(stale_catalogues(folder)) == [source]


def test_a_broken_catalogue_is_one_line_and_leaves_the_old_one(source: Path, settings: Settings) -> None:
    before = compile_catalogue(source).read_bytes()
    source.write_text(SOURCE + "\nno keyword at all\n")
    newer = source.stat().st_mtime + 10
    os.utime(source, (newer, newer))
    with pytest.raises(PoFileError):
        compile_catalogue(source)
    settings.LOCALE_PATHS = [source.parents[2]]
    with pytest.raises(CommandError) as refused:
        call_command("compile_catalogues")
    assert str(refused.value).splitlines()[0].startswith(f"{source}: ")
    assert source.with_suffix(".mo").read_bytes() == before

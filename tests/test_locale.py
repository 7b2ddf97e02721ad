"""The Korean catalogue: complete, with the same placeholders as the English, and in use."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

SOURCES = ("exchange", "matching", "templates")
HEADING = "Find your research partner across the ocean"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdif]|\{\w*\}|</?\w+[^>]*>")


def path_of(root: Path) -> Path:
    return root / "locale" / "ko" / "LC_MESSAGES" / "django.po"


def read(root: Path) -> Catalog:
    with path_of(root).open("rb") as file:
        return read_po(file, locale="ko")


def forms(value: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The one form of a plain message, or each of a plural one; an empty form where there is nothing."""
    return (value or "",) if isinstance(value, str | None) else tuple(value)


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Every message but the header, whose id is empty."""
    return (message for message in catalogue if message.id)


def placeholders(text: str) -> list[str]:
    """Each as often as it occurs; the order is the language's own."""
    return sorted(PLACEHOLDER.findall(text))


@pytest.fixture(scope="module")
def korean() -> Catalog:
    return read(settings.BASE_DIR)


def test_every_message_is_translated(korean: Catalog) -> None:
    missing = [message.id for message in messages(korean) if message.fuzzy or not all(forms(message.string))]
    assert missing == []


def test_translations_keep_the_placeholders_and_tags(korean: Catalog) -> None:
    changed = [
        message.id
        for message in messages(korean)
        if any(placeholders(text) != placeholders(forms(message.id)[-1]) for text in forms(message.string))
    ]
    assert changed == []


ONE_WORD = {
    re.compile(r"\blate(-entry)? codes?\b", re.I): "추가 접수 코드",
    re.compile(r"\bprogrammes?\b", re.I): "사업",  # what computers run is a "program", in Korean 프로그램
}


@pytest.mark.parametrize(("english", "word"), ONE_WORD.items())
def test_one_thing_has_one_word(korean: Catalog, english: re.Pattern[str], word: str) -> None:
    said = [forms(message.string)[0] for message in messages(korean) if english.search(forms(message.id)[0])]
    assert len(said) > 5
    assert [text for text in said if word not in text] == []


def test_sections_and_models_of_the_administration_have_korean_names() -> None:
    """Those of libraries, too, which translate some of theirs or none."""
    call_command("compile_catalogues", verbosity=0)
    with translation.override("ko"):
        metas = [model._meta for model in admin.site._registry]
        names = {(one.label, str(name)) for one in metas for name in (one.verbose_name, one.verbose_name_plural)}
        names |= {(one.app_label, str(one.app_config.verbose_name)) for one in metas}
    assert len(names) > 50
    assert sorted(one for one in names if not re.search("[가-힣]", one[1])) == []


def test_no_two_models_of_the_administration_have_one_name_in_korean() -> None:
    """Agencies and organisations once stood in its list under the same word."""
    call_command("compile_catalogues", verbosity=0)
    with translation.override("ko"):
        names = [str(model._meta.verbose_name_plural) for model in admin.site._registry]
    assert sorted({name for name in names if names.count(name) > 1}) == []


# What is called the same in both languages, and what belongs to the scheduling library.
SAME = {"DOI", "HTML", "ID", "ORCID iD", "OpenAlex", "ROR", "SHA-256"}


def test_fields_of_our_models_have_korean_names_in_the_administration() -> None:
    """A field without a name of its own goes by the one that it has in the code."""
    call_command("compile_catalogues", verbosity=0)
    with translation.override("ko"):
        fields = [field for model in admin.site._registry for field in model._meta.fields if is_named_by_code(field)]
        names = {(field.name, str(field.verbose_name)) for field in fields}
    assert len(names) > 20
    assert sorted(one for one in names if not re.search("[가-힣]", one[1]) and one[1] not in SAME) == []


def is_named_by_code(field: Any) -> bool:
    return field._verbose_name is None and not field.name.startswith("pgh_")


def test_email_is_spelled_in_one_way(korean: Catalog) -> None:
    texts = [text for message in messages(korean) for text in forms(message.id)]
    assert [text for text in texts if "e-mail" in text.lower()] == []
    assert [text for text in texts if "email" in text.lower()]


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="xgettext of GNU gettext is not installed")
def test_no_message_of_the_sources_is_missing(
    korean: Catalog, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in SOURCES:
        shutil.copytree(settings.BASE_DIR / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "locale").mkdir()
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["ko"], no_location=True, verbosity=0)
    extracted = {message.id for message in messages(read(tmp_path))}
    assert len(extracted) > 100
    assert sorted(map(forms, extracted - {message.id for message in messages(korean)})) == []


@pytest.mark.django_db
def test_the_home_page_speaks_korean_to_a_korean_browser(client: Client, korean: Catalog) -> None:
    call_command("compile_catalogues", verbosity=0)
    page = client.get("/", headers={"accept-language": "ko"}).content.decode()
    assert '<html lang="ko"' in page
    assert re.findall(r"<h1[^>]*>\s*(.*?)\s*</h1>", page) == [korean[HEADING].string]

"""Each page links the stylesheets of its family: all those whose classes it uses, and no others."""

import re
from functools import cache

import pytest
from django.conf import settings

TEMPLATES = settings.BASE_DIR / "templates"
SHEETS = settings.BASE_DIR / "exchange" / "web" / "static" / "web" / "css"
LINK = re.compile(r"web/css/(\w+)\.css")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
PANEL = re.compile(r'inclusion_tag\(\s*"([^"]+)".*?\)\s*def (\w+)', re.S)
PANELS = {
    name: template
    for folder in ("exchange", "matching")
    for path in (settings.BASE_DIR / folder).rglob("templatetags/*.py")
    for template, name in PANEL.findall(path.read_text())
}


def source(template: str) -> str:
    return (TEMPLATES / template).read_text() if (TEMPLATES / template).exists() else ""


def parent(template: str) -> str | None:
    found = re.match(r'\{% extends "([^"]+)"', source(template))
    return found and found.group(1)


def family(template: str) -> list[str]:
    """The template and those it extends, as far as they are ours."""
    above = parent(template)
    return [template, *(family(above) if above else [])]


@cache
def parts(template: str) -> frozenset[str]:
    """What it includes, by name or as a panel, and what that includes."""
    text = source(template)
    named = {
        *re.findall(r'\{% include "([^"]+)"', text),
        *(PANELS.get(tag, "") for tag in re.findall(r"\{% (\w+)", text)),
    }
    return frozenset({template}.union(*(parts(name) for name in named - {""})))


def classes(template: str) -> set[str]:
    used = {part for one in family(template) for part in parts(one)}
    values = " ".join(value for name in used for value in re.findall(r'class="((?:\{%.*?%\}|[^"])*)"', source(name)))
    return set(TAG.sub(" ", values).split())


def defined(sheet: str) -> set[str]:
    return set(re.findall(r"\.([a-z][\w-]*)", (SHEETS / f"{sheet}.css").read_text()))


def of_every_page() -> list[str]:
    return LINK.findall(source("base.html"))


def of_family(template: str) -> set[str]:
    return {sheet for one in family(template) if one != "base.html" for sheet in LINK.findall(source(one))}


PAGES = sorted(
    name
    for name in (str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
    if family(name)[-1] == "base.html" and name != "base.html"
)
FAMILIES = sorted({path.stem for path in SHEETS.glob("*.css")} - set(of_every_page()))


def test_colours_and_measures_are_said_in_one_sheet() -> None:
    assert [
        path.stem for path in sorted(SHEETS.glob("*.css")) if re.search(r"^\s*--[\w-]+:", path.read_text(), re.M)
    ] == ["tokens"]


def test_every_sheet_is_linked_somewhere() -> None:
    assert set(FAMILIES) == set().union(*(of_family(page) for page in PAGES))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_links_the_sheets_whose_classes_it_uses(page: str) -> None:
    common = set().union(*(defined(sheet) for sheet in of_every_page()))
    used, linked = classes(page) - common, of_family(page)
    said_in = {name: {sheet for sheet in FAMILIES if name in defined(sheet)} for name in used}
    assert [name for name, sheets in said_in.items() if sheets and not sheets & linked] == []
    assert {sheet for sheet in linked if not used & defined(sheet)} == set()

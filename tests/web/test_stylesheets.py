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


COLOUR = re.compile(r"--(\w+): #([0-9a-f]{6});")


def light_and_dark() -> list[dict[str, str]]:
    light, dark = (SHEETS / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    return [dict(COLOUR.findall(light)), dict(COLOUR.findall(dark))]


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """By WCAG 2.2."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", light_and_dark(), ids=["light", "dark"])
def test_what_is_written_or_marked_in_a_colour_can_be_read(colours: dict[str, str]) -> None:
    marks = ("ink", "soft", "accent", "kr", "us", "bad", "warn", "good")
    pairs = {
        (mark, ground): contrast(colours[mark], colours[ground]) for mark in marks for ground in ("paper", "raised")
    }
    assert {pair: ratio for pair, ratio in pairs.items() if ratio < 4.5} == {}
    assert len({colours[mark] for mark in marks}) == len(marks)


def test_the_colours_of_the_sides_mean_sides_and_nothing_else() -> None:
    text = "".join(path.read_text() for path in SHEETS.glob("*.css") if path.stem != "tokens")
    rules = re.findall(r"([^{}]+)\{[^{}]*var\(--(kr|us)\)", text)
    assert len(rules) > 7
    assert [head.strip() for head, side in rules if side not in head.lower()] == []


def test_every_sheet_is_linked_somewhere() -> None:
    assert set(FAMILIES) == set().union(*(of_family(page) for page in PAGES))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_links_the_sheets_whose_classes_it_uses(page: str) -> None:
    common = set().union(*(defined(sheet) for sheet in of_every_page()))
    used, linked = classes(page) - common, of_family(page)
    said_in = {name: {sheet for sheet in FAMILIES if name in defined(sheet)} for name in used}
    assert [name for name, sheets in said_in.items() if sheets and not sheets & linked] == []
    assert {sheet for sheet in linked if not used & defined(sheet)} == set()

"""What pages count is what the server counts, in a real browser."""

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms

from exchange.dossiers.checks.answers_within_limits import count_length
from exchange.http.text import entered
from tests.browser.conftest import CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER") != "1":
    pytest.skip("no chromium on this machine", allow_module_level=True)

from playwright.sync_api import Browser, Page, expect  # noqa: E402

EXCHANGE = Path(__file__).resolve().parents[2] / "exchange"
STATIC = EXCHANGE / "web" / "static" / "web"
FORM = """<!doctype html><html lang="en"><form>
<label>Note <textarea maxlength="100"></textarea></label>
<label>Reason <input maxlength="100"></label>
<label>Rank <input maxlength="4"></label></form>"""
TEXTS = [
    "plain words",
    "한국어 문장, 두\n줄",
    unicodedata.normalize("NFD", "한국어 문장"),
    "cafe\u0301 naïve",
    "👩🏽\u200d🔬 🇰🇷 ❤️ 𝔘𝔫𝔦",
    "zero\u200bwidth\u202e Kim\u200dMinji \u3164 \U000e0041",
    "\u1112\u200b\u1161\u11ab",
    " \t around \u3000\x1c\n",
    "a\u00a0b\u2003c\x85d\x1fe\u180ef\ufeffg",
    "a\x01b\x0bc\x0cd\re\u2028f\u2029g\x7fh\x9fi",
    "x\ufe00y\ufe0fz ©\ufe0f 1\ufe0f\u20e3 \u2800 \u2801\u2800\u2802 \U0001bca0\U0001d173",
    "क्\u200dष می\u200cخواهم",
    "",
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_content(FORM)
    for name in ("lengths.js", "site.js"):
        page.add_script_tag(path=STATIC / name)
    yield page
    page.close()


def test_words_and_characters_are_counted_as_the_server_counts_them(page: Page) -> None:
    for unit in ("characters", "words"):
        counted = page.evaluate("([texts, unit]) => texts.map((text) => countLength(text, unit))", [TEXTS, unit])
        assert counted == [count_length(entered(text), unit) for text in TEXTS]


def test_a_field_is_counted_as_its_form_counts_it(page: Page) -> None:
    field = forms.CharField(required=False)
    counted = page.evaluate("(texts) => texts.map(countField)", TEXTS)
    assert counted == [len(field.clean(entered(text))) for text in TEXTS]


@pytest.mark.parametrize("label", ["Note", "Reason"])
def test_emoji_and_line_breaks_fit_up_to_the_limit_and_what_is_too_much_stays(page: Page, label: str) -> None:
    field = page.get_by_label(label)
    status = field.locator("+ [role=status]")
    field.focus()
    expect(status).to_be_hidden()
    full = "🤖" * 100 if label == "Reason" else "🤖" * 98 + "\n🤖"
    field.fill(full)
    expect(status).to_have_text("100 / 100")
    expect(status).not_to_have_class(re.compile("over"))
    field.press("End")
    page.keyboard.insert_text("🤖")
    expect(status).to_have_text("101 / 100")
    expect(status).to_have_class(re.compile("over"))
    assert field.input_value() == full + "🤖"


def test_of_a_short_line_only_too_much_is_said(page: Page) -> None:
    field = page.get_by_label("Rank")
    field.fill("1234")
    field.focus()
    status = field.locator("+ [role=status]")
    expect(status).to_be_hidden()
    page.keyboard.insert_text("5")
    expect(status).to_have_text("5 / 4")


def test_no_script_counts_otherwise() -> None:
    scripts = [path for path in EXCHANGE.glob("*/static/**/*.js") if path.name != "lengths.js"]
    assert len(scripts) > 4
    assert [
        path.name for path in scripts if re.search(r"(value|text|typed)\.length.*(limit|max)", path.read_text(), re.I)
    ] == []

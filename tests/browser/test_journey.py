"""The main job in a real browser, on the real server and workers: sign up, verify, be matched, be introduced, connect."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedded.conftest import own_home  # noqa: F401 - a fixture
from tests.embedded.test_supervisor import free_port, wait_until

CHROMIUM = shutil.which("chromium")
PASSWORD = "gyoryu-demo-2026"
MANAGE = Path(__file__).resolve().parents[2] / "manage.py"

pytestmark = pytest.mark.browser

if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER") != "1":
    pytest.skip("no chromium on this machine", allow_module_level=True)

from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402


@pytest.fixture
def site(own_home: Path) -> Iterator[str]:  # noqa: F811
    """The demo, served by ``manage.py up`` with its workers."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", str(MANAGE), "up", "--demo", "--port", str(port)]
    log = own_home.parent / "up.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env={**os.environ, "SECRET_KEY": "test"})
    try:
        assert wait_until(lambda: "Gyoryu is at" in log.read_text(), 120), log.read_text()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(90)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def sign_in(browser: Browser, site: str, name: str) -> Page:
    page = browser.new_context(locale="en-US").new_page()
    page.goto(f"{site}/accounts/login/")
    page.fill("input[name=login]", f"{name}@demo.example.org")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


def sign_up(browser: Browser, site: str) -> Page:
    """A new person signs up and follows the mail that the demo shows on a page."""
    page = browser.new_context(locale="en-US").new_page()
    page.goto(f"{site}/accounts/signup/")
    page.fill("input[name=email]", "newcomer@example.org")
    page.fill("input[name=password1]", "a long enough secret")
    page.fill("input[name=password2]", "a long enough secret")
    page.click("main button[type=submit]")
    expect(page).to_have_url(re.compile("confirm-email"))
    page.goto(f"{site}/dev/mail/")
    page.locator("main a[href*='confirm-email']").first.click()
    page.locator("main button[type=submit]").first.click()
    return page


def wait_for_suggestions(page: Page, site: str) -> None:
    def are_there() -> bool:
        page.goto(f"{site}/review/")
        return page.locator("[data-row]").count() > 0

    assert wait_until(are_there, 150)


def test_from_sign_up_to_connection(site: str, browser: Browser) -> None:
    newcomer = sign_up(browser, site)
    expect(
        newcomer.get_by_role("link", name="Sign in").or_(newcomer.get_by_role("button", name="Sign out"))
    ).to_be_visible()

    manager = sign_in(browser, site, "manager-kr")
    wait_for_suggestions(manager, site)
    row = manager.locator("[data-row]", has_text="Seoyeon Kim").filter(has_text="Maya Carter").first
    row.locator("[data-open]").click()
    panel = manager.locator("#panel")
    expect(panel.get_by_role("heading", name=re.compile("Seoyeon Kim.*Maya Carter"))).to_be_focused()
    expect(panel.locator("mark").first).to_be_visible()
    manager.keyboard.press("i")
    expect(panel.locator("#message")).to_be_focused()
    manager.keyboard.type("Your work meets.")
    manager.keyboard.press("Control+Enter")
    expect(panel.locator(".badge").first).to_have_text("Introduced")

    kim, carter = sign_in(browser, site, "kim"), sign_in(browser, site, "carter")
    for person, other in ((kim, "Maya Carter"), (carter, "Seoyeon Kim")):
        person.goto(f"{site}/introductions/")
        person.get_by_role("link", name=other).click()
        assert "demo.example.org" not in person.locator("main").inner_text()
        person.get_by_role("button", name="Accept").click()
    expect(carter.locator("main")).to_contain_text("kim@demo.example.org")
    kim.reload()
    expect(kim.locator("main")).to_contain_text("carter@demo.example.org")

"""The main job in a real browser, on the real server and workers: sign up, verify, be matched, be introduced, connect."""

import os
import re

import pytest

from tests.browser.conftest import CHROMIUM, PASSWORD

NEWCOMER = "newcomer@example.org"
NEWCOMERS_PASSWORD = "a long enough secret"
BIBTEX = """@article{shields, title = {Shields for learned robot policies that share a workspace with people},
  author = {Park, Minseo}, journal = {Journal of Safe Robots}, year = {2025},
  abstract = {We verify learned controllers that act next to people with runtime monitors.}}"""

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER") != "1":
    pytest.skip("no chromium on this machine", allow_module_level=True)

from playwright.sync_api import Browser, Page, expect  # noqa: E402


def open_page(browser: Browser) -> Page:
    return browser.new_context(locale="en-US").new_page()


def sign_in(page: Page, site: str, email: str, password: str = PASSWORD) -> Page:
    page.goto(f"{site}/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    expect(page.get_by_role("button", name="Account")).to_be_visible()
    return page


def sign_up(page: Page, site: str) -> None:
    """A new person signs up and follows the mail that the demo shows on a page."""
    page.goto(f"{site}/accounts/signup/")
    page.fill("input[name=email]", NEWCOMER)
    page.fill("input[name=password1]", NEWCOMERS_PASSWORD)
    page.fill("input[name=password2]", NEWCOMERS_PASSWORD)
    page.click("main button[type=submit]")
    expect(page.get_by_text("Without this consent there can be no account.")).to_be_visible()
    page.check("input[name=agreed]")
    page.click("main button[type=submit]")
    expect(page).to_have_url(re.compile("confirm-email"))
    page.goto(f"{site}/dev/mail/")
    page.locator("main a[href*='confirm-email']").first.click()
    page.locator("main button[type=submit]").first.click()
    signed_in = page.get_by_role("button", name="Account")
    expect(page.get_by_role("link", name="Sign in").or_(signed_in)).to_be_visible()
    if not signed_in.is_visible():
        sign_in(page, site, NEWCOMER, NEWCOMERS_PASSWORD)


def fill_profile(page: Page, site: str) -> None:
    """The pages after sign-up, in their order."""

    def save() -> None:
        page.get_by_role("button", name="Save and continue").click()

    page.goto(f"{site}/welcome/")
    page.get_by_label("Name in Latin letters", exact=True).fill("Minseo Park")
    organisation = page.get_by_label(re.compile(r"^\s*Organisation")).first
    organisation.fill("Hanbit Institute of Technology")
    if organisation.get_attribute("role") == "combobox":
        page.get_by_role("option", name=re.compile("Hanbit")).first.click()
    page.get_by_label("Career stage").select_option(value="established")
    save()
    page.get_by_label("Research statement in English").fill(
        "We verify learned robot controllers that share a workspace with people, with runtime monitors and shields."
    )
    save()
    page.get_by_label("Description").first.fill("Recordings of people and robots assembling in a shared workspace")
    page.get_by_label("Kind").first.select_option(value="data")
    save()
    expect(page).to_have_url(re.compile("topics"))


def import_bibtex(page: Page, site: str) -> None:
    page.goto(f"{site}/profile/publications/")
    page.get_by_label("Paste it here").fill(BIBTEX)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#bibliography")).to_be_in_viewport()
    expect(page.locator("#bibliography")).to_contain_text("Nothing is stored yet.")
    page.get_by_role("button", name="Confirm the import").click()
    expect(page.get_by_label("Shields for learned robot policies")).to_be_checked()


def give_consent(page: Page, site: str) -> None:
    page.goto(f"{site}/profile/consent/")
    page.get_by_label("I have read this and agree").check()
    page.get_by_role("button", name="Give consent").click()
    expect(page.locator("main")).to_contain_text("Your consent is recorded.")


def confirm_side(page: Page, site: str, name: str) -> None:
    """An officer of the side that the person says."""
    page.goto(f"{site}/confirmations/")
    page.get_by_role("link", name=f"Decide {name}").click()
    page.get_by_label("Reason").fill("Listed on the page of the institute")
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.locator("main")).to_contain_text("There is no one on this list.")


def introduce_by_keys(page: Page, site: str, first: str, second: str) -> None:
    """From the one view: search, move, read the evidence, introduce."""
    page.goto(f"{site}/review/")
    page.keyboard.press("/")
    page.keyboard.type(first)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("text="))
    current = page.locator("[data-row].current")
    expect(current).to_have_count(1)
    for _row in range(page.locator("[data-row]").count()):
        if second in current.inner_text():
            break
        page.keyboard.press("j")
    page.keyboard.press("o")
    panel = page.locator("#panel")
    heading = panel.get_by_role("heading", name=re.compile(f"{first}.*{second}|{second}.*{first}"))
    expect(heading).to_be_focused()
    expect(panel.locator("mark").first).to_be_visible()
    page.keyboard.press("i")
    expect(panel.locator("#message")).to_be_focused()
    page.keyboard.type("Your work meets.")
    page.keyboard.press("Control+Enter")
    expect(panel.locator(".badge").first).to_have_text("Introduced")
    expect(current).to_contain_text("Introduced")


def accept(page: Page, site: str, other: str) -> None:
    """Before both have accepted no address is shown."""
    page.goto(f"{site}/introductions/")
    page.get_by_role("link", name=re.compile(other)).click()
    assert page.locator("main a[href^='mailto:']").count() == 0
    page.get_by_role("button", name="Accept").click()


def test_from_sign_up_to_connection(site: str, browser: Browser) -> None:
    newcomer, manager, carter = (open_page(browser) for _ in range(3))
    sign_up(newcomer, site)
    fill_profile(newcomer, site)
    import_bibtex(newcomer, site)
    give_consent(newcomer, site)

    # Nobody is suggested before an officer has confirmed the side that the person says.
    newcomer.goto(f"{site}/suggestions/")
    expect(newcomer.locator("main")).to_contain_text("before your side is confirmed")
    sign_in(manager, site, "manager-kr@demo.example.org")
    confirm_side(manager, site, "Minseo Park")

    # The page asks again by itself until the worker has read the profile.
    newcomer.goto(f"{site}/suggestions/")
    sign_in(carter, site, "carter@demo.example.org")
    suggestion = newcomer.locator("#suggestions li", has_text="Maya Carter").first
    expect(suggestion).to_be_visible(timeout=240_000)
    expect(suggestion.locator("mark").first).to_be_visible()
    suggestion.get_by_role("button", name="Interested").click()
    expect(suggestion.get_by_role("button", name="Undo")).to_be_visible()

    introduce_by_keys(manager, site, "Minseo Park", "Maya Carter")
    accept(newcomer, site, "Maya Carter")
    accept(carter, site, "Minseo Park")
    expect(carter.locator("main")).to_contain_text(NEWCOMER)
    newcomer.reload()
    expect(newcomer.locator("main")).to_contain_text("carter@demo.example.org")

"""A real installation's first hour, without a shell: from an empty database to a pair that its manager sees."""

import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from exchange.web.views.mail import _mails
from tests.browser.conftest import CHROMIUM, migrate_into, new_home, serving
from tests.embedded.waiting import wait_until
from tests.second_factor import code_of

# Milliseconds, for a machine that has much else to do.
PATIENCE = 30_000
PASSWORD = "a long enough secret"
OPERATOR, MANAGER = "operator@agency.example", "manager@agency.example"
ORGANISATIONS = [
    {
        "id": f"https://ror.org/{key}",
        "names": [{"value": name, "types": ["ror_display"]}],
        "locations": [{"geonames_details": {"country_code": country, "name": city}}],
        "domains": [domain],
    }
    for key, name, country, city, domain in (
        ("05apxxy63", "Hanbit Institute", "KR", "Daejeon", "hanbit.ac.kr"),
        ("02abcde12", "Lakeside University", "US", "Madison", "lakeside.example"),
    )
]
TOPICS = "id,name,domain,field,subfield,works_count\nT1,Human-robot trust,Physical Sciences,Engineering,Control,9\n"
FOUNDING = {
    "kr_code": "iitp",
    "kr_name_en": "Institute of Planning",
    "kr_name_ko": "기획평가원",
    "kr_contact_email": "joint@iitp.example",
    "us_contact_page": "https://afosr.example/contact",
    "us_code": "afosr",
    "us_name_en": "Office of Research",
    "us_name_ko": "연구실",
    "name_en": "Joint Initiative",
    "name_ko": "공동 사업",
    "starts_on": "2027-01-01",
    "ends_on": "2029-12-31",
}

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER") != "1":
    pytest.skip("no chromium on this machine", allow_module_level=True)

from playwright.sync_api import Browser, Page, expect  # noqa: E402


@dataclass(frozen=True)
class Installation:
    address: str
    mails: Path
    setup: str

    def link(self, to: str, part: str) -> str:
        """Of the mail to ``to`` whose link has ``part`` in its path."""
        found: list[str] = []

        def look() -> bool:
            for mail in _mails(self.mails):
                found.extend(re.findall(rf"http\S*/{part}/[^\s<]+", mail.text) if mail.to == to else ())
            return bool(found)

        assert wait_until(look, 30), f"no mail to {to}"
        return found[0]


@pytest.fixture
def installation(django_db_setup: None) -> Iterator[Installation]:
    with new_home() as home:
        migrate_into(home)
        mails = home.parent / "mails"
        with serving(home, EMAIL_URL=f"filemail:///{mails}") as (address, log):
            assert wait_until(lambda: "/setup/begin/" in log.read_text(), 30), log.read_text()
            printed = re.search(r"http\S+/setup/begin/\S+", log.read_text())
            assert printed
            yield Installation(address, mails, printed[0])


def page_of(browser: Browser) -> Page:
    page = browser.new_context(locale="en-US").new_page()
    page.set_default_timeout(PATIENCE)
    return page


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def set_up_second_factor(page: Page) -> None:
    """With the key that the page shows, as an authenticator app would read it from the picture."""
    page.locator("main a[href*='totp/activate']").click()
    if page.locator("input[name=password]").count():
        page.fill("input[name=password]", PASSWORD)
        page.locator("main button[type=submit]").first.click()
    secret = page.locator("main code").inner_text()
    page.fill("input[name=code]", code_of(secret))
    press(page, "Activate")
    page.get_by_role("link", name="Continue to the start page").click()


def become_administrator(page: Page, at: Installation) -> None:
    page.goto(at.setup)
    page.get_by_label("Your email address").fill(OPERATOR)
    page.get_by_label("Your name").fill("Dana Cole")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password (again)").fill(PASSWORD)
    page.get_by_label(re.compile("I agree to the collection")).check()
    press(page, "Become administrator")
    set_up_second_factor(page)
    expect(page.get_by_role("heading", name="Setting up")).to_be_visible(timeout=PATIENCE)


def missing(page: Page) -> list[str | None]:
    return [step.get_attribute("data-step") for step in page.locator("[data-done=no]").all()]


def send_file(page: Page, at: Installation, kind: str, name: str, content: str) -> None:
    page.goto(f"{at.address}/imports/{kind}/")
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": content.encode()}
    )
    press(page, "Send the file")
    expect(page.locator("main [role=status]").first).to_contain_text("lines were taken, 0 refused", timeout=PATIENCE)


def set_up(page: Page, at: Installation) -> None:
    """Everything on the list, in its order."""
    page.goto(f"{at.address}/setup/mail/")
    press(page, "Send")
    page.goto(f"{at.address}/admin/people/privacynotice/add/")
    for language in ("en", "ko"):
        page.fill(f"textarea[name=text_{language}]", "## Who is responsible\nThe Institute, 1 Lake Road, Lakeside.")
    page.locator("[name=_save]").click()
    page.goto(f"{at.address}/setup/programme/")
    for name, value in FOUNDING.items():
        page.fill(f"input[name={name}]", value)
    press(page, "Save")
    send_file(page, at, "organisations", "ror_v2.json", json.dumps(ORGANISATIONS))
    send_file(page, at, "topics", "topics.csv", TOPICS)
    page.goto(f"{at.address}/offices/invite/")
    page.get_by_label("Email address").fill(MANAGER)
    page.get_by_label("Agency").select_option(value="iitp")
    page.get_by_label(re.compile("Joint Initiative")).check()
    press(page, "Send the invitation")
    page.goto(f"{at.address}/setup/")
    assert missing(page) == ["managers"]


def accept_office(page: Page, at: Installation) -> None:
    page.goto(at.link(MANAGER, "offices/accept"))
    page.get_by_label("Your name").fill("Minji Han")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password (again)").fill(PASSWORD)
    page.get_by_label(re.compile("I agree to the collection")).check()
    press(page, "Accept")
    set_up_second_factor(page)
    expect(page.get_by_role("heading", name="Matching at a glance")).to_be_visible(timeout=PATIENCE)


def join(page: Page, at: Installation, email: str, name: str, organisation: str, statement: str) -> None:
    """An address in a domain of the organisation confirms the side at once."""
    page.goto(f"{at.address}/accounts/signup/")
    page.fill("input[name=email]", email)
    page.fill("input[name=password1]", PASSWORD)
    page.fill("input[name=password2]", PASSWORD)
    page.get_by_label(re.compile("I agree to the collection")).check()
    page.locator("main button[type=submit]").first.click()
    page.goto(at.link(email, "accounts/confirm-email"))
    page.locator("main button[type=submit]").first.click()
    page.goto(f"{at.address}/accounts/login/?next=/welcome/")
    if page.locator("input[name=login]").count():
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", PASSWORD)
        page.locator("main button[type=submit]").first.click()
    page.get_by_label("Name in Latin letters", exact=True).fill(name)
    chooser = page.get_by_label(re.compile(r"^\s*Organisation")).first
    chooser.fill(organisation)
    page.get_by_role("option", name=re.compile(organisation)).first.click()
    page.get_by_label("Career stage").select_option(value="established")
    press(page, "Save and continue")
    page.get_by_label("Research statement in English").fill(statement)
    press(page, "Save and continue")
    page.goto(f"{at.address}/profile/consent/")
    page.get_by_label("I have read this and agree").check()
    press(page, "Give consent")
    expect(page.locator("main")).to_contain_text("Your consent is recorded.", timeout=PATIENCE)


def match(page: Page, at: Installation) -> None:
    page.goto(f"{at.address}/runs/")
    press(page, "Start a full matching")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        page.goto(f"{at.address}/review/")
        if page.locator("[data-row]").count():
            break
        page.wait_for_timeout(500)
    row = page.locator("[data-row]").first
    expect(row).to_contain_text("Minseo Park")
    expect(row).to_contain_text("Robin Vale")


def test_from_an_empty_database_to_a_matched_pair(installation: Installation, browser: Browser) -> None:
    operator, manager, korean, american = (page_of(browser) for _ in range(4))
    become_administrator(operator, installation)
    assert operator.request.get(installation.setup).status == 404
    set_up(operator, installation)
    accept_office(manager, installation)
    operator.reload()
    assert missing(operator) == []
    operator.goto(installation.address)
    expect(operator).to_have_url(re.compile("/admin/"))
    join(
        korean,
        installation,
        "minseo@hanbit.ac.kr",
        "Minseo Park",
        "Hanbit Institute",
        "We measure how people learn to trust robots that work beside them.",
    )
    join(
        american,
        installation,
        "robin@lakeside.example",
        "Robin Vale",
        "Lakeside University",
        "We model the trust that people place in robots working next to them.",
    )
    match(manager, installation)

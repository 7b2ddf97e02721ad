"""One product for all browser tests: ``manage.py up --demo`` with its workers, and Chromium."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from exchange.embedded import endpoints
from tests import database
from tests.embedded.waiting import free_port, wait_until

CHROMIUM = shutil.which("chromium")
PASSWORD = "gyoryu-demo-2026"
MANAGE = Path(__file__).resolve().parents[2] / "manage.py"


@contextmanager
def new_home() -> Iterator[Path]:
    """A folder of its own for one product, gone afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", "REDIS_URL", "GYORYU_DEMO"):
            patch.delenv(name, raising=False)
        # As root the server runs as another user, who must pass through.
        folder = Path(tempfile.mkdtemp(prefix="gyoryu-browser-"))
        folder.chmod(0o755)
        patch.setenv("GYORYU_HOME", str(folder / "home"))
        patch.setenv("GYORYU_TEST_ENGINES", "1")
        runtime = endpoints.runtime()
    yield folder / "home"
    for used in (folder, runtime):
        shutil.rmtree(used, ignore_errors=True)


def environment_of(home: Path) -> dict[str, str]:
    removed = {"DATABASE_URL", "REDIS_URL", "GYORYU_DEMO", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in removed}
    return environment | {"SECRET_KEY": "test", "GYORYU_HOME": str(home), "GYORYU_TEST_ENGINES": "1"}


def migrate_into(home: Path) -> None:
    """An empty migrated database."""
    if not endpoints.is_external():
        database.fill_home(database.dump_path(), environment_of(home))


@contextmanager
def serving(home: Path, *options: str, **environment: str) -> Iterator[tuple[str, Path]]:
    """``manage.py up`` with its workers: the address, and what it has printed."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", str(MANAGE), "up", *options, "--port", str(port)]
    log = home.parent / "up.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment_of(home) | environment)
    try:
        assert wait_until(lambda: "Gyoryu is at" in log.read_text(), 300), log.read_text()
        yield f"http://127.0.0.1:{port}", log
    finally:
        process.terminate()
        process.wait(90)


# Stopped with the last of these tests: at the end of the run everybody else would wait for it.
@pytest.fixture(scope="package")
def home() -> Iterator[Path]:
    with new_home() as folder:
        yield folder


@pytest.fixture(scope="package")
def migrated(home: Path, django_db_setup: None) -> Path:
    migrate_into(home)
    return home


@pytest.fixture(scope="package")
def site(migrated: Path) -> Iterator[str]:
    """The demo, served with its workers."""
    with serving(migrated, "--demo") as (address, _log):
        yield address


@pytest.fixture(scope="package")
def chromium() -> Iterator[str]:
    """Where the one Chromium of all these tests is reached: starting one takes as long as many a test."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            str(CHROMIUM),
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--no-first-run",
        ]
        command += [f"--user-data-dir={profile}", "--remote-debugging-port=0", "about:blank"]
        port = Path(profile) / "DevToolsActivePort"
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            assert wait_until(lambda: port.exists() and "\n" in port.read_text(), 60)
            yield f"http://127.0.0.1:{port.read_text().split()[0]}"
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture
def browser(chromium: str) -> "Iterator[Browser]":
    """What a test opens in it is closed with the test."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect_over_cdp(chromium)
        yield browser
        browser.close()


SignedIn = Callable[..., "Page"]


@pytest.fixture
def signed_in(browser: "Browser", site: str) -> SignedIn:
    """A page of somebody's own browser, in their language, signed in."""

    def open_page(email: str, *, locale: str = "en-US") -> "Page":
        page = browser.new_context(locale=locale).new_page()
        page.goto(f"{site}/accounts/login/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        expect(page.locator("button[popovertarget=account-menu]")).to_be_visible()
        return page

    return open_page


if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER") != "1":
    collect_ignore_glob = ["test_*.py"]
else:
    from playwright.sync_api import Browser, Page, expect, sync_playwright

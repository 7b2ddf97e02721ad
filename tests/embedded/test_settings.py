"""A wrong value in the environment is one line, whoever reads the settings, and never its value."""

import os
from pathlib import Path

import pytest

from tests.embedded.settings_again import read_again


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://user@host/name"),
        ("DATABASE_URL", "postgres://user:s3cret@host:port/name"),
        ("DATABASE_URL", "postgres://user:s3cret@host"),
        ("REDIS_URL", "http://host"),
        ("REDIS_URL", "redis://host:port"),
        ("GYORYU_HOME", "/dev/null/home"),
        ("REQUIRE_SECOND_FACTOR", "ture"),
        ("GYORYU_DEMO", "maybe"),
        ("BEHIND_PROXY", "true"),
        ("GYORYU_PROXIES", "nginx"),
        ("GYORYU_PROXIES", "-1"),
        ("SECURE_SSL_REDIRECT", "2"),
        ("SECURE_HSTS_SECONDS", "-1"),
        ("ATTACHMENT_MAX_BYTES", "20MB"),
        ("ATTACHMENT_MAX_BYTES", "0"),
        ("EMAIL_URL", "smtp+tls://user:s3cret@host:port"),
        ("EMAIL_URL", "pigeon://host"),
        ("API_THROTTLE", "lots"),
        ("API_THROTTLE_ANONYMOUS", "-5/min"),
        ("OPTIONS_THROTTLE", "10/fortnight"),
        ("SITE_URL", "example.org"),
        ("ORCID_API_URL", "ftp://host"),
        ("OPENALEX_API_URL", "https://"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
        ("METRICS_NETWORKS", "10.0.0.1/8"),
        ("EMBEDDING_DEVICE", "gpu"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_variable(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GYORYU_DEMO", raising=False)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as caught:
        read_again()
    line = str(caught.value)
    assert line.startswith(f"The environment's {name} cannot be used: ")
    assert ("\n" in line, "s3cret" in line) == (False, False)


@pytest.mark.parametrize(("value", "is_on"), [("True", True), ("on", True), ("0", False), ("", True)])
def test_a_switch_knows_the_usual_words(value: str, is_on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_SECOND_FACTOR", value)
    assert read_again()["REQUIRE_SECOND_FACTOR"] is is_on


def test_an_address_loses_the_stroke_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/")
    assert read_again()["SITE_URL"] == "https://example.org"


def test_compiled_code_is_kept_in_the_home_unless_another_folder_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GYORYU_HOME", str(tmp_path))
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    read_again()
    assert os.environ["NUMBA_CACHE_DIR"] == str(tmp_path / "compiled")
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/srv/compiled")
    read_again()
    assert os.environ["NUMBA_CACHE_DIR"] == "/srv/compiled"

"""What the environment says (README, "Configuration"). A value that cannot be meant ends the program with one line.

It ends here, since the settings are read by the web server and the workers too, long before anybody could be told.
"""

import logging
import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
Read = TypeVar("Read")
YES, NO = {"1", "true", "t", "yes", "y", "on"}, {"0", "false", "f", "no", "n", "off"}
RATE = re.compile(r"[1-9]\d*/(s|sec|second|m|min|minute|h|hour|d|day)")


def text(name: str, *, default: str) -> str:
    """What is set but empty counts as not set."""
    return env.str(name, default="").strip() or default


def switch(name: str, *, default: bool) -> bool:
    """A misspelt “true” must not switch a safeguard off."""
    value = text(name, default="yes" if default else "no").lower()
    if value not in YES | NO:
        _refuse(name, "say true or false")
    return value in YES


def number(name: str, *, default: int, least: int) -> int:
    value = text(name, default=str(default))
    if not re.fullmatch(r"[0-9]{1,15}", value) or int(value) < least:
        _refuse(name, f"a whole number from {least} is needed")
    return int(value)


def matching(name: str, pattern: str, *, default: str, hint: str) -> str:
    """``hint`` says what to write instead."""
    value = text(name, default=default)
    if not re.fullmatch(pattern, value):
        _refuse(name, hint)
    return value


def rate(name: str, *, default: str) -> str:
    value = text(name, default=default)
    if not RATE.fullmatch(value):
        _refuse(name, "say how often, such as 600/min")
    return value


def proxies() -> int:
    """How many stand in front. None unless said: one who is believed without being there could be anybody."""
    if text("BEHIND_PROXY", default=""):
        _refuse("BEHIND_PROXY", "GYORYU_PROXIES took its place: say how many proxies stand in front, such as 1")
    return number("GYORYU_PROXIES", default=0, least=0)


def networks(name: str, *, default: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Comma-separated; ``none`` for none."""
    value = text(name, default=default)
    return () if value == "none" else reading(name, lambda: tuple(ip_network(one.strip()) for one in value.split(",")))


def web_address(name: str, *, default: str) -> str:
    """Without the stroke at its end, since paths are added that begin with one."""
    value = text(name, default=default).rstrip("/")
    reading(name, lambda: urlsplit(value).port)
    if urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname:
        _refuse(name, "an address such as https://example.org is needed")
    return value


def log_level(name: str, *, default: str) -> str:
    value = text(name, default=default).upper()
    if value not in logging.getLevelNamesMapping():
        _refuse(name, "say DEBUG, INFO, WARNING, ERROR or CRITICAL")
    return value


def reading(name: str, read: Callable[[], Read]) -> Read:
    """What ``read`` reads, or the end."""
    try:
        return read()
    except (ImproperlyConfigured, ValueError, KeyError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error).partition("\n")[0]
        _refuse(name, reason)


def mail(name: str, *, default: str) -> dict[str, Any]:
    return reading(name, lambda: dict(env.email(name, default=default)))


def _refuse(name: str, reason: str) -> NoReturn:
    """Without the value: it may be a password, and whoever set it knows it."""
    message = f"The environment's {name} cannot be used: {reason}."
    raise SystemExit(message)

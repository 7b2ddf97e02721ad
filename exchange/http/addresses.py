"""Where things are: addresses of this site as others read them."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings


def own_address(address: str) -> str:
    """``address`` at ``SITE_URL``, whatever host it was asked at: ``Host`` is what a stranger wrote."""
    parts = urlsplit(address)
    return str(settings.SITE_URL) + urlunsplit(("", "", parts.path, parts.query, parts.fragment))

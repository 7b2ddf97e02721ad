"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from exchange.web.navigation import header, settings_entries


def site(request: HttpRequest) -> dict[str, Any]:
    """What needs work is called by the pages that show it: parts of pages have no header."""
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DEMO,
        "orcid_sign_in": bool(settings.ORCID_CLIENT_ID),
        "site_header": lambda: header(request) if hasattr(request, "user") else None,
        "settings_navigation": lambda: settings_entries(request),
    }

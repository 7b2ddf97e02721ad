"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from exchange.web.navigation import entries, settings_entries


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "demo": settings.DEMO,
        "orcid_sign_in": bool(settings.ORCID_CLIENT_ID),
        "navigation": entries(request) if hasattr(request, "user") else [],
        # Called by the pages that show it.
        "settings_navigation": lambda: settings_entries(request),
    }

"""How many requests there were, of which page, with which status, and how long they took.

Pages go by the name of their address, never by the address itself, which has ids.
"""

import os

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Histogram, disable_created_metrics
from prometheus_client.multiprocess import MultiProcessCollector

from exchange.web.watch.sharing import FOLDER

BUCKETS = (0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30)

# One series more for each, which nothing reads.
disable_created_metrics()  # type: ignore[no-untyped-call]
_own = CollectorRegistry()
SECONDS = Histogram(
    "gyoryu_request_seconds",
    "Requests and how long they took, by name of the page and class of the status.",
    ["view", "status"],
    buckets=BUCKETS,
    registry=_own,
)


def note_request(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
    SECONDS.labels(view_of(request), f"{response.status_code // 100}xx").observe(seconds)


def view_of(request: HttpRequest) -> str:
    """As the addresses name it; of what has no address of ours, a word for all of them."""
    if match := request.resolver_match:
        return match.view_name or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "unknown"


def register_requests(registry: CollectorRegistry) -> None:
    """Of all workers of this web server; of this process where it serves alone."""
    if folder := os.environ.get(FOLDER):
        MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
    else:
        registry.register(_own)

"""All figures as Prometheus reads them: what can be asked now, whatever is away."""

import logging
from collections.abc import Iterator
from importlib.metadata import version

from django.db import DatabaseError
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from exchange.web.status.components import components
from exchange.web.watch.registry import figures
from exchange.web.watch.requests import register_requests

logger = logging.getLogger(__name__)


def exposition() -> bytes:
    registry = CollectorRegistry()
    register_requests(registry)
    registry.register(Installation())
    return generate_latest(registry)


class Installation(Collector):
    """What is the same whichever process is asked."""

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("gyoryu", "What runs here.", {"version": version("gyoryu")})
        found = components()
        up = GaugeMetricFamily("gyoryu_component_up", "Whether a part answers.", labels=["component"])
        for one in found:
            if one.is_up is not None:
                up.add_metric([one.key], one.is_up)
        yield up
        if all(one.is_up for one in found if one.key in {"database", "migrations"}):
            yield from _asked()

    def describe(self) -> list[Metric]:
        """Nothing is asked before somebody reads."""
        return []


def _asked() -> Iterator[Metric]:
    try:
        yield from figures()
    except DatabaseError:  # gone since
        logger.exception("Not all figures could be read")

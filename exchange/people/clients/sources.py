"""Which source is asked, where it is, and for what."""

import time

from django.conf import settings

from exchange.people.clients import openalex, orcid
from exchange.people.clients.fetching import JsonClient, OnProgress, Sleep
from exchange.people.enums import PublicationSource, RefusalReason
from exchange.people.values.publications.identifiers import read_dois
from exchange.people.values.publications.items import Bibliography


def fetch(source: str, payload: str, *, on_progress: OnProgress, sleep: Sleep = time.sleep) -> Bibliography:
    """Fetch what ``payload`` (an identifier, or a list of DOIs) names. Raises ``FetchFailed``."""
    if source == PublicationSource.ORCID:
        with JsonClient(settings.ORCID_API_URL, contact=settings.OPENALEX_MAILTO, sleep=sleep) as client:
            return orcid.works_of(payload, client=client, on_progress=on_progress)
    with _openalex(sleep) as client:
        if source == PublicationSource.OPENALEX:
            return openalex.works_of_author(payload, client=client, on_progress=on_progress)
        dois, others = read_dois(payload)
        result = openalex.works_by_doi(dois, client=client, on_progress=on_progress)
    for text in others:
        result.take(text, RefusalReason.NOT_A_DOI)
    return result


def _openalex(sleep: Sleep) -> JsonClient:
    named = {"mailto": settings.OPENALEX_MAILTO, "api_key": settings.OPENALEX_API_KEY}
    params = {name: value for name, value in named.items() if value}
    return JsonClient(settings.OPENALEX_API_URL, params=params, contact=settings.OPENALEX_MAILTO, sleep=sleep)

"""Recognising an erased person without keeping who it was: keyed hashes of what an import would know them by."""

from django.conf import settings
from django.utils.crypto import salted_hmac

from exchange.people.models import Erasure

_SALT = "exchange.people.selectors.tombstones"


def fingerprints(*identifiers: str) -> list[str]:
    """The keyed hash of each identifier that is not empty, without repetition, in a fixed order."""
    return sorted({_hash(text, settings.SECRET_KEY) for text in identifiers if text.strip()})


class ErasedPeople:
    """The people erased so far, as one look at the tombstones tells; made once per import."""

    def __init__(self) -> None:
        rows = Erasure.objects.exclude(fingerprints=[]).values_list("fingerprints", flat=True)
        self._known = {mark for row in rows for mark in row}
        # A key that was replaced still recognises whom it marked.
        self._keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS] if self._known else []

    def __contains__(self, identifier: str) -> bool:
        return any(_hash(identifier, str(key)) in self._known for key in self._keys)


def _hash(text: str, key: str) -> str:
    return salted_hmac(_SALT, " ".join(text.split()).casefold(), secret=key, algorithm="sha256").hexdigest()

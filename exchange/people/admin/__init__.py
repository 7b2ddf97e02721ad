"""Administration of people."""

from exchange.people.admin import accounts, consents, organisations, publications, researchers, sides, tokens, topics

__all__ = ["accounts", "consents", "organisations", "publications", "researchers", "sides", "tokens", "topics"]

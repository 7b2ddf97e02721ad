"""Reading the identifiers that people paste: ORCID iDs, OpenAlex author ids, lists of DOIs."""

import re

from exchange.people.values.publications.dois import clean_doi
from exchange.people.values.publications.items import line

_ORCID = re.compile(r"(?<![\dX])(\d{4}-\d{4}-\d{4}-\d{3}[\dX])(?![\dX])", re.ASCII)
_AUTHOR = re.compile(r"\b(A\d{4,12})$", re.ASCII)
# A comma may belong to a DOI; one before the next DOI or address parts two.
_BETWEEN = re.compile(r"[\s;]+|,(?=\s*(?:10\.|https?:|doi:)|\s|$)", re.IGNORECASE)


def read_orcid(text: str) -> str:
    """The ORCID iD inside ``text`` where its check digit is right, or nothing.

    >>> read_orcid("https://orcid.org/0000-0002-1825-0097"), read_orcid("0000-0002-1825-0098")
    ('0000-0002-1825-0097', '')
    """
    found = _ORCID.search(text.strip().upper())
    return found.group() if found and _check_digit(found.group()) == found.group()[-1] else ""


def _check_digit(orcid: str) -> str:
    """ISO 7064 11,2."""
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    result = (12 - total % 11) % 11
    return "X" if result == 10 else str(result)


def read_author(text: str) -> str:
    """The OpenAlex author id inside ``text``, or nothing.

    >>> read_author("https://openalex.org/a5023888391")
    'A5023888391'
    """
    found = _AUTHOR.search(text.strip().upper())
    return found.group() if found else ""


def read_dois(text: str) -> tuple[list[str], list[str]]:
    """The DOIs of a list, each once, and what in it is no DOI.

    >>> read_dois("10.1000/a, https://doi.org/10.1000/B nonsense")
    (['10.1000/a', '10.1000/b'], ['nonsense'])
    """
    words = [word for word in map(line, _BETWEEN.split(text)) if word and word.lower() != "doi:"]
    dois = {word: clean_doi(word) for word in words}
    return list(dict.fromkeys(filter(None, dois.values()))), [word for word, doi in dois.items() if not doi]

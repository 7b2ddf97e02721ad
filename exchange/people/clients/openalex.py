"""OpenAlex: the works of an author, and works by their DOIs."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from exchange.people.clients.fetching import WORK_LIMIT, FetchFailed, JsonClient, OnProgress
from exchange.people.enums import ImportFailure, RefusalReason
from exchange.people.values.publications.dois import clean_doi
from exchange.people.values.publications.items import NAMELESS, Bibliography, prose

PAGE = 100
BATCH = 50
_FIELDS = "id,doi,title,publication_year,primary_location,authorships,abstract_inverted_index"
# Signs that part the values of a filter; a DOI may have them.
_SEPARATORS = set(",|")


class _Named(BaseModel):
    display_name: str | None = None


class _Authorship(BaseModel):
    author: _Named | None = None
    raw_author_name: str | None = None

    @property
    def name(self) -> str:
        return (self.author and self.author.display_name) or self.raw_author_name or ""


class _Location(BaseModel):
    source: _Named | None = None


class _Work(BaseModel):
    doi: str | None = None
    title: str | None = None
    publication_year: int | None = None
    primary_location: _Location | None = None
    authorships: list[_Authorship] | None = None
    abstract_inverted_index: dict[str, list[int] | None] | None = None

    @property
    def values(self) -> dict[str, Any]:
        place = self.primary_location
        return {
            "title": prose(self.title),
            "abstract": prose(abstract(self.abstract_inverted_index or {})),
            "year": self.publication_year,
            "venue": prose(place.source.display_name if place and place.source else ""),
            "authors": [authorship.name for authorship in self.authorships or []],
            "doi": self.doi,
        }


def abstract(index: dict[str, list[int] | None]) -> str:
    """The text whose words stand at the places that ``index`` gives; a word without a place is left out.

    >>> abstract({"we": [1, 3], "Then": [0], "measure.": [4], "build,": [2]})
    'Then we build, we measure.'
    """
    return " ".join(
        word for _place, word in sorted((place, word) for word, places in index.items() for place in places or ())
    )


def works_of_author(identifier: str, *, client: JsonClient, on_progress: OnProgress) -> Bibliography:
    """The author's newest works, at most ``WORK_LIMIT``. ``identifier``: an OpenAlex author id or an ORCID iD."""
    by = "id" if identifier.startswith("A") else "orcid"
    result, total = Bibliography(), 0
    # By page number: paging by cursor is for those with a key only, and the bound lies within what numbers reach.
    for page in range(1, WORK_LIMIT // PAGE + 1):
        answer = client.get(
            "works",
            filter=f"authorships.author.{by}:{identifier}",
            sort="publication_date:desc",
            select=_FIELDS,
            per_page=PAGE,
            page=page,
        )
        works, total = _works(answer), _count(answer)
        for work in works:
            _take(result, work)
        on_progress(result.found, min(total, WORK_LIMIT))
        if not works or page * PAGE >= total:
            break
    return replace(result, left_out=max(0, total - WORK_LIMIT))


def works_by_doi(dois: Sequence[str], *, client: JsonClient, on_progress: OnProgress) -> Bibliography:
    """The works with these DOIs; one that OpenAlex does not know is named."""
    result = Bibliography()
    for batch in _batches(dois):
        known = set()
        for work in _fetch(batch, client):
            known.add(clean_doi(str(work.get("doi"))) if isinstance(work, dict) else "")
            _take(result, work)
        for doi in batch:
            if doi not in known:
                result.take(doi, RefusalReason.UNKNOWN_DOI)
        on_progress(min(result.found, len(dois)), len(dois))
    return result


def _batches(dois: Sequence[str]) -> Iterator[Sequence[str]]:
    plain = [doi for doi in dois if not _SEPARATORS & set(doi)]
    for start in range(0, len(plain), BATCH):
        yield plain[start : start + BATCH]
    for doi in dois:
        if _SEPARATORS & set(doi):
            yield [doi]


def _fetch(batch: Collection[str], client: JsonClient) -> list[Any]:
    odd = next((doi for doi in batch if _SEPARATORS & set(doi)), "")
    if not odd:
        return _works(client.get("works", filter=f"doi:{'|'.join(batch)}", select=_FIELDS, per_page=PAGE))
    try:
        return [client.get(f"works/doi:{quote(odd, safe='')}", select=_FIELDS)]
    except FetchFailed as error:
        if error.failure is ImportFailure.NOT_FOUND:
            return []
        raise


def _works(answer: dict[str, Any]) -> list[Any]:
    works = answer.get("results")
    if not isinstance(works, list):
        raise FetchFailed(ImportFailure.MALFORMED)
    return works[:PAGE]


def _count(answer: dict[str, Any]) -> int:
    meta = answer.get("meta")
    count = meta.get("count") if isinstance(meta, dict) else None
    if not isinstance(count, int) or not 0 <= count < 2**31:
        raise FetchFailed(ImportFailure.MALFORMED)
    return count


def _take(result: Bibliography, raw: Any) -> None:
    name = str(raw.get("doi") or raw.get("id") or NAMELESS) if isinstance(raw, dict) else NAMELESS
    try:
        result.take(name, _Work.model_validate(raw).values)
    except ValidationError:
        result.take(name, RefusalReason.UNREADABLE)

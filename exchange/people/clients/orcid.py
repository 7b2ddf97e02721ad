"""ORCID's public API: what a person's record lists."""

from typing import Any

from pydantic import BaseModel, Field, ValidationError

from exchange.people.clients.fetching import WORK_LIMIT, FetchFailed, JsonClient, OnProgress
from exchange.people.enums import ImportFailure, RefusalReason
from exchange.people.values.publications.items import NAMELESS, Bibliography, prose, with_subtitle

_OWN = {None, "self"}


class _Value(BaseModel):
    value: str | None = None


class _Title(BaseModel):
    title: _Value | None = None
    subtitle: _Value | None = None

    @property
    def text(self) -> str:
        return with_subtitle(prose(_text(self.title)), prose(_text(self.subtitle)))


class _Date(BaseModel):
    year: _Value | None = None


class _ExternalId(BaseModel):
    kind: str | None = Field(default=None, alias="external-id-type")
    value: str | None = Field(default=None, alias="external-id-value")
    relationship: str | None = Field(default=None, alias="external-id-relationship")


class _ExternalIds(BaseModel):
    rows: list[_ExternalId] | None = Field(default=None, alias="external-id")


class _Summary(BaseModel):
    title: _Title | None = None
    journal: _Value | None = Field(default=None, alias="journal-title")
    published: _Date | None = Field(default=None, alias="publication-date")
    ids: _ExternalIds | None = Field(default=None, alias="external-ids")

    @property
    def values(self) -> dict[str, Any]:
        return {
            "title": self.title.text if self.title else "",
            "abstract": "",
            "year": _text(self.published.year if self.published else None),
            "venue": prose(_text(self.journal)),
            "authors": [],
            "doi": self.doi,
        }

    @property
    def identifier(self) -> str:
        """``doi 10.1000/abc``: of the work itself where it has one, else of what it belongs to."""
        rows = sorted((self.ids and self.ids.rows) or [], key=lambda row: row.relationship not in _OWN)
        return next((f"{row.kind or ''} {row.value}".strip() for row in rows if row.value), "")

    @property
    def doi(self) -> str:
        """Of the work itself, not of the book or version it belongs to."""
        rows = (self.ids and self.ids.rows) or []
        own = (row.value for row in rows if row.kind == "doi" and row.relationship in _OWN)
        return next(own, None) or ""


class _Group(BaseModel):
    """One work as its several sources tell of it, the preferred one first."""

    summaries: list[_Summary] = Field(alias="work-summary", min_length=1)

    @property
    def name(self) -> str:
        """By which the person knows it on their record: the title, else where, when and by which identifier."""
        values = self.values
        known_as = (values["venue"], values["year"], next(filter(None, (one.identifier for one in self.summaries)), ""))
        return values["title"] or ", ".join(filter(None, known_as)) or NAMELESS

    @property
    def values(self) -> dict[str, Any]:
        """What the preferred source says; what it does not say, the next one may."""
        told = [summary.values for summary in self.summaries]
        return {name: next((values[name] for values in told if values[name]), told[0][name]) for name in told[0]}


def works_of(orcid: str, *, client: JsonClient, on_progress: OnProgress) -> Bibliography:
    """The works on the record of ``orcid``, at most ``WORK_LIMIT``. ORCID lists neither abstracts nor authors."""
    groups = client.get(f"{orcid}/works").get("group")
    if not isinstance(groups, list):
        raise FetchFailed(ImportFailure.MALFORMED)
    result = Bibliography(left_out=max(0, len(groups) - WORK_LIMIT))
    for group in groups[:WORK_LIMIT]:
        _take(result, group)
    on_progress(result.found, result.found)
    return result


def _text(value: _Value | None) -> str:
    return (value and value.value) or ""


def _take(result: Bibliography, raw: Any) -> None:
    try:
        group = _Group.model_validate(raw)
    except ValidationError:
        result.take(NAMELESS, RefusalReason.UNREADABLE)
    else:
        result.take(group.name, group.values)

"""What a record that ORCID itself sent says of where a person works. Pure.

Whatever people write into their own record is their word alone; what a member organisation added names that member as its
source.
"""

from typing import Any

from pydantic import BaseModel, Field, ValidationError


class _Source(BaseModel):
    client: dict[str, Any] | None = Field(default=None, alias="source-client-id")
    on_behalf_of: dict[str, Any] | None = Field(default=None, alias="assertion-origin-orcid")


class _Disambiguated(BaseModel):
    identifier: str = Field(default="", alias="disambiguated-organization-identifier")
    scheme: str = Field(default="", alias="disambiguation-source")


class _Organisation(BaseModel):
    known_as: _Disambiguated | None = Field(default=None, alias="disambiguated-organization")


class _Employment(BaseModel):
    source: _Source | None = None
    ended: dict[str, Any] | None = Field(default=None, alias="end-date")
    organisation: _Organisation | None = Field(default=None, alias="organization")

    @property
    def is_attested(self) -> bool:
        """Added by a member, not by the person through a member's form, and not over."""
        source = self.source
        return source is not None and bool(source.client) and not source.on_behalf_of and self.ended is None

    @property
    def ror_id(self) -> str:
        known_as = self.organisation and self.organisation.known_as
        return known_as.identifier if known_as and known_as.scheme == "ROR" else ""


def attested_employers(record: Any) -> frozenset[str]:
    """The ROR addresses of those who say themselves that the person works for them now."""
    found = (_read(row) for row in _employments(record))
    return frozenset(row.ror_id for row in found if row is not None and row.is_attested and row.ror_id)


def _employments(record: Any) -> list[Any]:
    try:
        groups = record["activities-summary"]["employments"]["affiliation-group"]
        return [one["employment-summary"] for group in groups for one in group["summaries"]]
    except (KeyError, TypeError):
        return []


def _read(row: Any) -> _Employment | None:
    try:
        return _Employment.model_validate(row)
    except ValidationError:
        return None

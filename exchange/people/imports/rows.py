"""What one line of each file must look like."""

import datetime
from typing import Annotated, Any

from babel import Locale
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from exchange.people.enums import FileFault


def _fault(kind: FileFault) -> PydanticCustomError:
    """Known again by its code."""
    return PydanticCustomError(kind.value, "cannot be used")


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise _fault(FileFault.NUL)
    return text


# Codes that CLDR lists beside the countries: groups of them, dependencies without an ISO code, placeholders. XK
# stays: ROR uses it.
_NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
COUNTRIES = {code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()} - _NO_COUNTRIES


def _known_country(code: str) -> str:
    if code not in COUNTRIES:
        raise _fault(FileFault.COUNTRY)
    return code


def _none_is_empty(value: Any) -> Any:
    return "" if value is None else value


def _us_date(value: Any) -> Any:
    """Dates of the award list are written MM/DD/YYYY."""
    if not isinstance(value, str) or not value:
        return None if value == "" else value
    try:
        return datetime.datetime.strptime(value, "%m/%d/%Y").date()  # noqa: DTZ007 - a date has no zone
    except ValueError:
        raise _fault(FileFault.US_DATE) from None


def text(longest: int, *, required: bool = False) -> Any:
    """A string of at most ``longest`` characters without NUL bytes."""
    limits = StringConstraints(max_length=longest, min_length=1 if required else 0, strip_whitespace=True)
    checked = Annotated[str, limits, AfterValidator(_no_nul)]
    return checked if required else Annotated[checked, BeforeValidator(_none_is_empty)]


Name = text(300, required=True)


class Row(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class RelationRow(Row):
    type: str
    id: text(200, required=True)  # type: ignore[valid-type]


class OrganisationRow(Row):
    id: Annotated[str, StringConstraints(pattern=r"^https://ror\.org/0[a-z0-9]{8}$")]
    name: Name  # type: ignore[valid-type]
    names_ko: list[Name] = []  # type: ignore[valid-type]
    acronyms: list[Name] = []  # type: ignore[valid-type]
    aliases: list[Name] = []  # type: ignore[valid-type]
    country: Annotated[str, AfterValidator(_known_country)]
    city: text(120) = ""  # type: ignore[valid-type]
    types: list[text(20)] = []  # type: ignore[valid-type]
    domains: list[text(120)] = []  # type: ignore[valid-type]
    relationships: list[RelationRow] = []


class TopicRow(Row):
    model_config = ConfigDict(extra="ignore", strict=False)

    id: Annotated[str, StringConstraints(pattern=r"^T\d{1,9}$")]
    name: text(200, required=True)  # type: ignore[valid-type]
    domain: text(100, required=True)  # type: ignore[valid-type]
    field: text(100, required=True)  # type: ignore[valid-type]
    subfield: text(100, required=True)  # type: ignore[valid-type]
    works_count: Annotated[int, Field(ge=0, le=2_000_000_000)]


class PaperRow(Row):
    title: text(500, required=True)  # type: ignore[valid-type]
    abstract: text(10_000) = ""  # type: ignore[valid-type]
    year: Annotated[int, Field(ge=1500, le=2200)] | None = None


class ResearcherRow(Row):
    researcher: text(100, required=True)  # type: ignore[valid-type]
    papers: Annotated[list[PaperRow], Field(max_length=2000)]


class ProjectRow(Row):
    award_id: Annotated[int, Field(ge=1, le=10**12)]
    title: text(280, required=True)  # type: ignore[valid-type]
    prefix: text(100) = ""  # type: ignore[valid-type]
    institution: text(300) = ""  # type: ignore[valid-type]
    division: text(140) = ""  # type: ignore[valid-type]
    program: text(140) = ""  # type: ignore[valid-type]
    amount_usd: Annotated[int, Field(ge=0, le=10**13)] | None = None
    start_date: Annotated[datetime.date | None, BeforeValidator(_us_date)] = None
    end_date: Annotated[datetime.date | None, BeforeValidator(_us_date)] = None
    abstract: text(10_000, required=True)  # type: ignore[valid-type]

    @model_validator(mode="after")
    def _dates_in_order(self) -> "ProjectRow":
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise _fault(FileFault.DATES)
        return self

    @property
    def full_title(self) -> str:
        return f"{self.prefix}: {self.title}"[:300] if self.prefix else self.title

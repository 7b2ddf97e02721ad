"""Organisations in lines of JSON, or the ROR dump (v2) as it is published."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ijson

from exchange.people.enums import FileFault, NameKind, Side
from exchange.people.imports.importing import Importing
from exchange.people.imports.reading import DAMAGE, Reject, UnreadableFile, open_bytes
from exchange.people.imports.rows import OrganisationRow
from exchange.people.imports.upsert import upsert
from exchange.people.models import Organisation, OrganisationLink, OrganisationName
from exchange.people.selectors.search import fold
from exchange.people.values.file_faults import detail
from exchange.people.values.mail_domains import can_speak_for_organisation, domain_of_website, normal_domain


class OrganisationImport(Importing):
    row = OrganisationRow

    def key(self, row: OrganisationRow) -> str:
        return row.id

    def lines(self, path: Path) -> Iterator[tuple[int, Any]]:
        self.links: set[tuple[str, str]] = set()
        return _dump(path) if _is_dump(path) else super().lines(path)

    def store(self, rows: list[OrganisationRow]) -> Counter[str]:
        ours = [row for row in rows if row.country in Side.values]
        counts, known = upsert(Organisation, "ror_id", {row.id: _fields(row) for row in ours})
        _store_names(ours, known)
        for row in ours:
            self.links |= {
                _link(row.id, other.type, other.id) for other in row.relationships if other.type in {"parent", "child"}
            }
        if len(ours) < len(rows):
            counts["in other countries, left out"] = len(rows) - len(ours)
        return counts

    def finish(self) -> None:
        ids = dict(
            Organisation.objects.filter(ror_id__in={end for link in self.links for end in link}).values_list(
                "ror_id", "pk"
            )
        )
        links = [
            OrganisationLink(parent_id=ids[parent], child_id=ids[child])
            for parent, child in sorted(self.links)
            if parent in ids and child in ids and parent != child
        ]
        OrganisationLink.objects.bulk_create(links, ignore_conflicts=True, batch_size=2000)


def _fields(row: OrganisationRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "name_ko": row.names_ko[0] if row.names_ko else "",
        "country": row.country,
        "city": row.city,
        "types": row.types,
        "domains": sorted(filter(can_speak_for_organisation, map(normal_domain, row.domains))),
    }


def _names(row: OrganisationRow) -> dict[str, tuple[str, str]]:
    """Each spelling once, with its kind and language; the first mention counts."""
    spellings = [
        (row.name, NameKind.LABEL, ""),
        *((name, NameKind.LABEL, "ko") for name in row.names_ko),
        *((name, NameKind.ACRONYM, "") for name in row.acronyms),
        *((name, NameKind.ALIAS, "") for name in row.aliases),
    ]
    return {text: (kind, language) for text, kind, language in reversed(spellings)}


def _store_names(rows: list[OrganisationRow], known: dict[str, Organisation]) -> None:
    wanted = {(known[row.id].pk, text): facts for row in rows for text, facts in _names(row).items()}
    there = OrganisationName.objects.filter(organisation__in=known.values()).exclude(kind=NameKind.ENTERED)
    gone = [name.pk for name in there if (name.organisation_id, name.text) not in wanted]
    OrganisationName.objects.filter(pk__in=gone).delete()
    OrganisationName.objects.bulk_create(
        (
            OrganisationName(organisation_id=pk, text=text, folded=fold(text)[:300], kind=kind, language=language)
            for (pk, text), (kind, language) in wanted.items()
        ),
        ignore_conflicts=True,
    )


def _link(own: str, kind: str, other: str) -> tuple[str, str]:
    """Parent first."""
    return (other, own) if kind == "parent" else (own, other)


def _is_dump(path: Path) -> bool:
    with open_bytes(path) as file:
        try:
            return file.read(64).lstrip().startswith(b"[")
        except DAMAGE as error:
            raise UnreadableFile(path, FileFault.DAMAGED, **detail(error)) from None


def _dump(path: Path) -> Iterator[tuple[int, Any]]:
    """Records of a ROR v2 dump, one at a time, in the shape of our lines; numbered from 1."""
    with open_bytes(path) as file:
        try:
            for number, record in enumerate(ijson.items(file, "item", use_float=True), start=1):
                if not isinstance(record, dict) or record.get("status", "active") == "active":
                    yield number, _from_dump(number, record)
        except (ijson.JSONError, UnicodeDecodeError, *DAMAGE) as error:
            raise UnreadableFile(path, FileFault.DAMAGED, **detail(error)) from None


def _website(record: Any) -> list[str]:
    """ROR knows the domains of four organisations in ten; the site of its own stands in for the others'."""
    sites = (link["value"] for link in record.get("links", []) if link["type"] == "website")
    return [domain for domain in map(domain_of_website, sites) if domain]


def _from_dump(number: int, record: Any) -> Any:
    try:
        names = record["names"]
        place = record["locations"][0]["geonames_details"]
        return {
            "id": record["id"],
            "name": next(name["value"] for name in names if "ror_display" in name["types"]),
            "names_ko": [name["value"] for name in names if name.get("lang") == "ko"],
            "acronyms": [name["value"] for name in names if "acronym" in name["types"]],
            "aliases": [name["value"] for name in names if "alias" in name["types"] and name.get("lang") != "ko"],
            "country": place["country_code"],
            "city": place.get("name"),
            "types": record.get("types", []),
            "domains": record.get("domains") or _website(record),
            "relationships": [{"type": link["type"], "id": link["id"]} for link in record.get("relationships", [])],
        }
    except (KeyError, IndexError, TypeError, AttributeError, StopIteration) as error:
        return Reject.of(number, FileFault.NO_ROR, **detail(f"{type(error).__name__} {error}"))

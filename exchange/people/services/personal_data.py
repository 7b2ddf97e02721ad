"""What the people slice holds of a person, for ``holders``."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import F

from exchange.people.models import ApiToken, FileImport, Researcher, User


class PeopleHolder:
    """Account, profile, publications and the consent ledger."""

    name = "people"

    def export(self, user: User) -> dict[str, Any]:
        researcher = Researcher.objects.filter(user=user).select_related("organisation").first()
        return {
            "account": _account(user),
            "api_tokens": _tokens(user),
            "file_imports": list(FileImport.objects.filter(requested_by=user).values("kind", "name", "requested_at")),
            "profile": _profile(researcher) if researcher else None,
            "publications": _publications(researcher) if researcher else [],
            "publication_imports": _imports(researcher) if researcher else [],
            "collection_consents": _collection_consents(user),
            "consents": _consents(researcher) if researcher else [],
            "side_decisions": _side_decisions(researcher) if researcher else [],
        }

    def hold(self, user: User) -> None:
        """Nothing here is locked before the account."""

    def withdraw(self, researcher: Researcher) -> None:
        """Nothing is stored on the strength of a consent here: ``disclosure`` reads the ledger at every look."""

    def erase(self, user: User) -> dict[str, int]:
        """All rows of this slice go with the account."""
        return {}


def _account(user: User) -> dict[str, Any]:
    return {
        "public_id": str(user.public_id),
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "time_zone": user.time_zone,
        "joined_at": user.date_joined,
        "last_sign_in_at": user.last_login,
        "access_since": user.access_since,
        "email_addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "linked_accounts": list(SocialAccount.objects.filter(user=user).values("provider", "uid", "extra_data")),
        "sessions": list(
            UserSession.objects.filter(user=user).values("ip", "user_agent", "created_at", "last_seen_at")
        ),
    }


def _tokens(user: User) -> list[dict[str, Any]]:
    """By their first characters; what opens something is kept nowhere."""
    columns = ("name", "scope", "token_key", "by_second_factor", "created", "expiry", "last_used_at", "revoked_at")
    return list(ApiToken.objects.filter(user=user).values(*columns))


def _profile(researcher: Researcher) -> dict[str, Any]:
    plain = (
        "external_id name_romanised name_native country department career_stage statement_en statement_ko languages "
        "available_from available_until orcid openalex_id visibility is_listed created_at changed_at"
    )
    organisation = researcher.organisation
    return {
        "public_id": str(researcher.public_id),
        **{name: getattr(researcher, name) for name in plain.split()},
        "organisation": {"ror_id": organisation.ror_id, "name": organisation.name} if organisation else None,
        "topics": list(researcher.topics.values("openalex_id", "name")),
        "resources": list(researcher.resources.values("direction", "kind", "text")),
    }


def _publications(researcher: Researcher) -> list[dict[str, Any]]:
    columns = ("title", "abstract", "year", "venue", "authors", "doi", "source", "is_representative", "created_at")
    return list(researcher.publications.values(*columns))


def _imports(researcher: Researcher) -> list[dict[str, Any]]:
    columns = [
        "source",
        "payload",
        "state",
        "found",
        "added",
        "merged",
        "left_out",
        "rejected",
        "error",
        "created_at",
        "finished_at",
    ]
    return list(researcher.publication_imports.values(*columns))


def _collection_consents(user: User) -> list[dict[str, Any]]:
    rows = user.collection_consents.annotate(version=F("notice__version"))
    return [dict(row) for row in rows.values("version", "language", "given_at")]


def _consents(researcher: Researcher) -> list[dict[str, Any]]:
    columns = ("recipient_country", "language", "source", "basis", "given_at", "withdrawn_at")
    rows = researcher.consents.values(*columns, "notice__purpose", "notice__version")
    return [{**row, "purpose": row.pop("notice__purpose"), "version": row.pop("notice__version")} for row in list(rows)]


def _side_decisions(researcher: Researcher) -> list[dict[str, Any]]:
    columns = ("organisation__name", "side", "outcome", "ground", "reason", "asked_again", "decided_at", "ended_at")
    rows = researcher.side_decisions.values(*columns)
    return [{"organisation": row.pop("organisation__name"), **row} for row in list(rows)]

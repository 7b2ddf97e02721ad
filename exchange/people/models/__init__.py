"""Facts about people: accounts, profiles, organisations, topics, publications, consent."""

from exchange.people.models.address import Address
from exchange.people.models.consent import ConsentNotice, ConsentRecord, Erasure
from exchange.people.models.file_import import FileImport
from exchange.people.models.orcid import ConnectedOrcid
from exchange.people.models.organisation import Organisation, OrganisationLink, OrganisationName
from exchange.people.models.privacy import CollectionConsent, PrivacyNotice
from exchange.people.models.publication import Publication, PublicationImport
from exchange.people.models.researcher import Researcher, ResearcherResource, ResearcherSearch, Resource
from exchange.people.models.schedule import (
    ScheduledBySun,
    ScheduledInterval,
    ScheduledOnce,
    ScheduledTask,
    ScheduledTimes,
)
from exchange.people.models.searchable import SearchEntry
from exchange.people.models.side import SideDecision
from exchange.people.models.token import ApiToken
from exchange.people.models.topic import Topic
from exchange.people.models.user import User

__all__ = [
    "Address",
    "ApiToken",
    "CollectionConsent",
    "ConnectedOrcid",
    "ConsentNotice",
    "ConsentRecord",
    "Erasure",
    "FileImport",
    "Organisation",
    "OrganisationLink",
    "OrganisationName",
    "PrivacyNotice",
    "Publication",
    "PublicationImport",
    "Researcher",
    "ResearcherResource",
    "ResearcherSearch",
    "Resource",
    "ScheduledBySun",
    "ScheduledInterval",
    "ScheduledOnce",
    "ScheduledTask",
    "ScheduledTimes",
    "SearchEntry",
    "SideDecision",
    "Topic",
    "User",
]

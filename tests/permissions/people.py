"""Profiles, publications, consents and the account."""

import pytest

from exchange.people.enums import FileKind, ImportState, PublicationSource, TokenLifetime, TokenScope
from exchange.people.models import FileImport, PublicationImport, User
from exchange.people.services.tokens import make_token
from tests.matching.cast import add_publication
from tests.permissions.addresses import World
from tests.permissions.roles import (
    ADMINISTRATORS,
    AGENCIES,
    CALL_MANAGER,
    EVERYBODY,
    FEW,
    NOBODY,
    OWNER,
    READERS,
    RESEARCHERS,
    SIGNED_IN,
    STAFF,
    US_SIDE,
    WITHOUT_PROFILE,
)
from tests.permissions.rows import acts, changes, form, opens, public, reads, rows

SUBJECTS = {
    "token": "token",
    "person": "person",
    "side-deci": "person",
    "file-import": "file-import",
    "publication": "publication",
    "publication-import": "publication-import",
}


@pytest.fixture
def people_world(accounts: dict[str, User]) -> World:
    us = accounts["us"].researcher
    token, _secret = make_token(
        accounts["us"], name="Lab", scope=TokenScope.WRITE, lifetime=TokenLifetime.WEEK, by_second_factor=False
    )
    return {
        "token": token.public_id,
        "version": 1,
        "person": accounts["korean"].researcher.public_id,
        "person@closed": accounts["closed"].researcher.public_id,
        "publication": add_publication(us, "Trust, measured").pk,
        "publication-import": PublicationImport.objects.create(researcher=us, source=PublicationSource.DOI).pk,
        "file-import": FileImport.objects.create(
            kind=FileKind.TOPICS, name="t", size=1, state=ImportState.DONE
        ).public_id,
        "kind": "topics",
        "step": "basics",
        "section": "statement",
        "country": "US",
    }


ROWS = rows(
    # What becomes of one's data everybody may read; who is asked to agree is told on the page.
    public("privacy privacy-version api-privacy-notice"),
    acts("privacy-agree", to=SIGNED_IN),
    form("api-collection-consents", to=SIGNED_IN),
    # Other people, as far as their consent reaches.
    reads("person-list api-people api-organisations api-topics api-consent-notice", to=SIGNED_IN),
    reads("person-detail api-person", to=READERS),
    opens("person-detail@closed api-person@closed", to=US_SIDE | STAFF),
    # One's own account and profile; without a profile the pages lead to making one.
    reads("account-data account-export", to=SIGNED_IN),
    form("onboarding-step preferences", to=SIGNED_IN),
    reads("onboarding", to=SIGNED_IN, answering="302"),
    acts("account-erase", to=SIGNED_IN),
    reads("token-list", to=SIGNED_IN),
    # Whoever is signed in shows once more that it is them before anything is looked at.
    form("token-add token-revoke", to=NOBODY, redirected=SIGNED_IN),
    reads("profile consent publication-list", to=RESEARCHERS, redirected=WITHOUT_PROFILE),
    form("profile-edit publication-add", to=RESEARCHERS, redirected=WITHOUT_PROFILE),
    form("api-profile!PATCH api-consents", to=RESEARCHERS),
    opens("consent-give consent-withdraw", to=SIGNED_IN, answering="302"),
    changes("consent-give consent-withdraw", to=RESEARCHERS, redirected=WITHOUT_PROFILE),
    acts("api-consent!DELETE api-publication-choice!PUT", to=RESEARCHERS),
    # Files of facts.
    form("file-import", to=ADMINISTRATORS),
    form("api-file-imports", to=ADMINISTRATORS),
    reads("file-import-detail api-file-import", to=ADMINISTRATORS),
    # One's own side; for officers who waits on theirs, and deciding: the person is on the Korean one.
    reads("side", to=RESEARCHERS, redirected=WITHOUT_PROFILE),
    opens("side-check", to=SIGNED_IN, answering="302"),
    changes("side-check", to=RESEARCHERS, redirected=WITHOUT_PROFILE),
    form("api-side", to=RESEARCHERS),
    opens("side-ask-again", to=SIGNED_IN, answering="302"),
    changes("side-ask-again", to=RESEARCHERS, redirected=WITHOUT_PROFILE),
    acts("api-side-ask-again", to=RESEARCHERS),
    reads("side-list api-side-claims", to=AGENCIES),
    form("side-decide", to=CALL_MANAGER),
    acts("api-side-decision", to=CALL_MANAGER),
    # One's publications. Whoever is signed in may post to the API's lists, and is told what is lacking.
    opens("publication-choose publication-import publication-fetch", to=EVERYBODY, answering="302", asked=FEW),
    changes("publication-choose publication-import publication-fetch", to=RESEARCHERS, redirected=WITHOUT_PROFILE),
    opens("api-publications api-publication-imports", to=RESEARCHERS),
    changes("api-publications api-publication-imports", to=SIGNED_IN),
    form("publication-edit", to=OWNER, redirected=WITHOUT_PROFILE),
    opens("publication-import-confirm", to=EVERYBODY, answering="302", asked=FEW),
    changes("publication-import-confirm", to=OWNER, redirected=WITHOUT_PROFILE),
    acts("api-publication-import-confirm", to=OWNER),
    reads("publication-import-detail", to=OWNER, redirected=WITHOUT_PROFILE),
    form("api-publication!PATCH!DELETE", to=OWNER),
    form("api-publication-import!DELETE", to=OWNER),
)

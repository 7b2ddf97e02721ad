"""What the consent notice names and what disclosure lets across the border are the same."""

import dataclasses
import importlib
import re
from collections.abc import Callable
from datetime import date
from http import HTTPStatus

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.messaging.selectors.account import waiting_in_account
from exchange.messaging.selectors.worklist import Reader
from exchange.people.disclosure import DisclosedProfile, Viewer, disclose, disclosed_publications, matchable_fields
from exchange.people.enums import Audience, Direction, ProfileField, ResourceKind, Side
from exchange.people.models import ConsentNotice, ConsentRecord, Researcher, ResearcherResource, Topic, User
from exchange.people.selectors.account import lacking
from exchange.people.selectors.consent import current_notice
from exchange.people.services.consent import give_consent
from exchange.people.values.crossing import ALWAYS, PASSED_ON, PROJECTS, TO_CONNECTIONS, unnamed
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project
from matching.selectors.subjects import projects_taking_part
from tests.matching.cast import add_publication

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | Researcher], Client]
# By the names of ``DisclosedProfile``; publications are disclosed beside it.
SHOWN_AS = {
    ProfileField.EMAIL: {"email"},
    ProfileField.DEPARTMENT: {"department"},
    ProfileField.CAREER_STAGE: {"career_stage"},
    ProfileField.LANGUAGES: {"languages"},
    ProfileField.AVAILABILITY: {"available_from", "available_until"},
    ProfileField.RESOURCES: {"offers", "needs"},
    ProfileField.TOPICS: {"topics"},
    ProfileField.IDENTIFIERS: {"orcid", "openalex_id"},
}
WITH_THE_PROFILE = {
    "name_romanised",
    "name_native",
    "side",
    "organisation",
    "statement_en",
    "statement_ko",
    # Not of the person: where the profile stands, and how it is shown here.
    "public_id",
    "url",
    "fields",
    "changed_at",
}


@pytest.fixture
def open_profile(korean_researcher: Researcher) -> Researcher:
    """Everything is filled in, and open as widely as can be."""
    korean_researcher.department, korean_researcher.orcid = "Robotics", "0000-0002-1825-0097"
    korean_researcher.openalex_id, korean_researcher.languages = "A5023888391", ["ko", "en"]
    korean_researcher.available_from = korean_researcher.available_until = "2027-01-01"  # type: ignore[assignment]
    korean_researcher.visibility = dict.fromkeys(ProfileField.values, Audience.MEMBERS)
    korean_researcher.save()
    korean_researcher.topics.add(Topic.objects.create(openalex_id="T10862", name="Trust in robots"))
    for direction in Direction:
        ResearcherResource.objects.create(
            researcher=korean_researcher, direction=direction, kind=ResourceKind.DATA, text="Logs"
        )
    add_publication(korean_researcher, "Trust, measured")
    return Researcher.objects.get(pk=korean_researcher.pk)


def shown(researcher: Researcher, viewer: Viewer, *, connected: bool) -> set[str]:
    """Which attributes of the profile say anything."""
    profile = disclose(researcher, viewer, connected=connected)
    names = {field.name for field in dataclasses.fields(DisclosedProfile) if getattr(profile, field.name)}
    has_papers = disclosed_publications(researcher, viewer, connected=connected).exists()
    return (names | ({"publications"} if has_papers else set())) - {"connected"}


def attributes(fields: set[ProfileField]) -> set[str]:
    return {name for field in fields for name in SHOWN_AS.get(field, {field.value})}


def test_within_the_country_all_that_is_open_is_shown(open_profile: Researcher) -> None:
    expected = WITH_THE_PROFILE | attributes(set(ProfileField))
    assert shown(open_profile, Viewer.of_side("KR"), connected=False) == expected


@pytest.mark.parametrize("connected", [False, True])
def test_across_the_border_goes_what_the_notice_names(open_profile: Researcher, connected: bool) -> None:
    named = set(PASSED_ON) | (set(TO_CONNECTIONS) if connected else set())
    found = shown(open_profile, Viewer.of_side("US"), connected=connected)
    assert found == WITH_THE_PROFILE | attributes(named)
    assert found & attributes({ProfileField.DEPARTMENT, ProfileField.IDENTIFIERS}) == set()


def test_the_matching_reads_what_the_notice_names(open_profile: Researcher) -> None:
    assert matchable_fields(open_profile) == set(PASSED_ON)


def test_the_notice_in_force_names_these_fields_and_no_others() -> None:
    notice = current_notice()
    for language, text in enumerate((notice.text_en, notice.text_ko)):
        named = re.search(r"\((.+?)\)", text.splitlines()[2])
        assert named is not None
        assert sorted(named[1].split(", ")) == sorted(words[language] for words in PASSED_ON.values())
    assert unnamed(notice.text_en, notice.text_ko) == []


def test_a_notice_that_keeps_quiet_about_a_field_is_refused(client_of: ClientOf, staff: User) -> None:
    notice = current_notice()
    for words in (*ALWAYS, *PASSED_ON.values(), PROJECTS, *TO_CONNECTIONS.values()):
        for quiet in (
            {"text_en": notice.text_en.replace(words[0], "…")},
            {"text_ko": notice.text_ko.replace(words[1], "…")},
        ):
            texts = {"text_en": notice.text_en, "text_ko": notice.text_ko} | quiet
            with pytest.raises(ValidationError):
                ConsentNotice(purpose=notice.purpose, version=9, **texts).full_clean()
    sent = {"purpose": notice.purpose, "version": 9, "text_en": "Text.", "text_ko": "본문."}
    answer = client_of(staff).post(reverse("admin:people_consentnotice_add"), sent)
    assert answer.status_code == HTTPStatus.OK
    assert current_notice() == notice


def test_projects_cross_under_a_text_that_names_them(
    client_of: ClientOf, korean_researcher: Researcher, us_researcher: Researcher, korean_manager: User, staff: User
) -> None:
    project = Project.objects.create(lead=korean_researcher, title="Trust", country="KR", status=ProjectStatus.OPEN)
    consents, earlier = korean_researcher.consents, ConsentNotice.objects.get(version=2)
    address = reverse("api-project", args=[project.public_id])

    def reads() -> tuple[bool, bool, bool]:
        at_home = {client_of(one).get(address).status_code == HTTPStatus.OK for one in (korean_manager, staff)}
        across = client_of(us_researcher).get(address).status_code == HTTPStatus.OK
        return across, at_home == {True}, project in projects_taking_part(today=date(2026, 11, 1))

    def asked() -> list[str]:
        return [item.kind for item in waiting_in_account(Reader(User.objects.get(pk=korean_researcher.user_id)))]

    assert (reads(), asked()) == ((True, True, True), [])
    consents.update(withdrawn_at=timezone.now())
    ConsentRecord.objects.create(researcher=korean_researcher, notice=earlier, recipient_country=Side.US)
    assert reads() == (False, True, False)
    assert asked() == ["consent-text"]
    assert disclose(korean_researcher, Viewer.of_researcher(us_researcher)).statement_en
    give_consent(korean_researcher, notice=current_notice(), country=Side.US, language="en")
    assert (reads(), asked()) == ((True, True, True), [])


@pytest.mark.parametrize("silent", ["text_en", "text_ko"])
def test_nobody_is_asked_for_a_text_with_projects_while_there_is_none(
    korean_researcher: Researcher, silent: str
) -> None:
    """An operator's own text from before stays in force, and may name none in one of the languages."""
    newest = current_notice()
    texts = {"text_en": newest.text_en, "text_ko": newest.text_ko, silent: "…"}
    own = ConsentNotice.objects.create(purpose=newest.purpose, version=9, **texts)
    korean_researcher.consents.update(notice=own)
    assert lacking(User.objects.get(pk=korean_researcher.user_id)).is_consent_to_less is False
    ConsentNotice.objects.create(purpose=newest.purpose, version=10, text_en=newest.text_en, text_ko=newest.text_ko)
    assert lacking(User.objects.get(pk=korean_researcher.user_id)).is_consent_to_less is True
    Researcher.objects.filter(pk=korean_researcher.pk).update(is_listed=False)
    assert lacking(User.objects.get(pk=korean_researcher.user_id)).is_consent_to_less is False


def test_the_supplied_text_is_published_with_projects_and_an_operators_own_stays(korean_researcher: Researcher) -> None:
    publish = importlib.import_module("exchange.people.migrations.0092_consent_names_projects").publish_notice
    korean_researcher.refresh_from_db()
    supplied, before = ConsentNotice.objects.get(version=2), korean_researcher.changed_at
    texts = {"text_en": supplied.text_en, "text_ko": supplied.text_ko}
    ConsentNotice.objects.create(purpose=supplied.purpose, version=4, **texts | {"text_en": "Our own."})
    publish(apps, None)
    assert current_notice().version == 4
    ConsentNotice.objects.create(purpose=supplied.purpose, version=5, **texts)
    publish(apps, None)
    published = current_notice()
    assert (published.version, unnamed(published.text_en, published.text_ko)) == (6, [])
    korean_researcher.refresh_from_db()
    assert korean_researcher.changed_at > before


def test_page_and_api_say_which_fields(client_of: ClientOf, korean_researcher: Researcher) -> None:
    client = client_of(korean_researcher)
    told = client.get(reverse("api-consent-notice")).json()
    assert (told["passed_on"], told["passed_on_to_connections"]) == (list(PASSED_ON), list(TO_CONNECTIONS))
    for name in ("consent", "privacy"):
        text = client.get(reverse(name)).content.decode()
        assert "<dd>Department, ORCID and OpenAlex identifiers</dd>" in text
        assert "<dt>Once you publish them</dt>\n  <dd>Projects</dd>" in text

"""Onboarding, the sections' forms, the list of people and profiles of others."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exchange.people.enums import Audience, CareerStage, Direction, NameKind, ProfileField, ResourceKind, Side
from exchange.people.models import ConsentNotice, Organisation, OrganisationName, Publication, Researcher, Topic, User
from exchange.people.selectors.profile import completeness
from exchange.people.services.consent import withdraw_consent
from exchange.people.services.profile import update_profile
from tests.cast import consent_to, make_researcher

ClientOf = Callable[[User | Researcher], Client]

BASICS = {"name_romanised": "Sam Doe", "name_native": "", "department": "", "career_stage": CareerStage.POSTDOC}
EDIT_SECTIONS = ("basics", "statement", "resources", "topics", "details", "visibility")


def test_sign_up_leads_from_step_to_step(client_of: ClientOf, outsider: User, us_organisation: Organisation) -> None:
    client = client_of(outsider)
    assert client.get(reverse("profile")).headers["Location"] == reverse("onboarding")
    first = reverse("onboarding-step", args=["basics"])
    assert client.get(reverse("onboarding")).headers["Location"] == first
    assert client.get(reverse("onboarding-step", args=["topics"])).headers["Location"] == first
    answer = client.post(first, BASICS | {"organisation": us_organisation.ror_id})
    assert answer.headers["Location"] == reverse("onboarding-step", args=["statement"])
    researcher = outsider.researcher
    assert (researcher.name_romanised, researcher.side, researcher.organisation) == (
        "Sam Doe",
        Side.US,
        us_organisation,
    )
    client.post(reverse("onboarding-step", args=["statement"]), {"statement_en": "Robots."})
    rows = {"rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0"}
    rows |= {"rows-0-direction": Direction.OFFER, "rows-0-kind": ResourceKind.DATA, "rows-0-text": "Traces"}
    rows |= {"rows-1-direction": Direction.NEED, "rows-1-kind": ResourceKind.COMPUTE, "rows-1-text": ""}
    client.post(reverse("onboarding-step", args=["resources"]), rows)
    topic = Topic.objects.create(openalex_id="T1", name="Trust", domain="D", field="F", subfield="S")
    answer = client.post(reverse("onboarding-step", args=["topics"]), {"topics": [topic.pk]})
    assert answer.headers["Location"] == reverse("publication-list")
    assert client.get(reverse("onboarding")).headers["Location"] == reverse("publication-list")
    for page, here in (("publication-list", 5), ("consent", 6)):
        shown = client.get(reverse(page)).content.decode().partition("<main")[2]
        ways = [f'<a class="label" href="{step.way_url}">' in shown for step in completeness(researcher).steps]
        assert ways == [place != here for place in range(1, 7)]
    assert shown.count(reverse("publication-list")) == 1
    assert "Next step: Decide what the other side can see" in client.get(reverse("publication-list")).content.decode()
    assert [str(row) for row in researcher.resources.all()] == ["Offers Data: Traces"]
    state = completeness(Researcher.objects.get(user=outsider))
    assert (state.done, state.total, state.percent) == (4, 6, 67)


def test_what_was_passed_over_is_not_asked_again(
    client_of: ClientOf, outsider: User, us_organisation: Organisation, notice: ConsentNotice
) -> None:
    """Consent stands at the end: who saves what they passed over empty gets there all the same."""
    client = client_of(outsider)
    client.post(reverse("onboarding-step", args=["basics"]), BASICS | {"organisation": us_organisation.ror_id})
    last = reverse("onboarding-step", args=["topics"])
    assert client.post(last).headers["Location"] == reverse("publication-list")
    Publication.objects.create(researcher=outsider.researcher, title="T", folded_title="t", source="manual")
    assert client.post(last).headers["Location"] == reverse("consent")
    consent_to(outsider.researcher, Side.KR, notice)
    assert client.post(last).headers["Location"] == reverse("profile")


def test_an_organisation_is_found_in_either_language(
    client_of: ClientOf, outsider: User, korean_organisation: Organisation, us_organisation: Organisation
) -> None:
    OrganisationName.objects.create(organisation=korean_organisation, text="HBI", kind=NameKind.ACRONYM)
    client = client_of(outsider)
    page = reverse("onboarding-step", args=["basics"])
    for typed in ("한빛", "hanbit", "HBI"):
        answer = client.post(page, BASICS | {"organisation_text": typed, "find": "1"})
        assert answer.context["form"].candidates == [korean_organisation]
    assert not Researcher.objects.filter(user=outsider).exists()
    answer = client.post(page, BASICS | {"organisation_text": "unheard-of"})
    assert answer.context["form"].errors.keys() == {"organisation_text"}
    assert "Sam Doe" in answer.content.decode()
    answer = client.post(page, BASICS)
    assert answer.context["form"].errors == {
        "organisation_text": ["Type a part of the name, then choose your organisation."]
    }
    client.post(page, BASICS | {"organisation_text": "lakeside"})
    assert Researcher.objects.get(user=outsider).organisation == us_organisation


@pytest.mark.parametrize("shown", ["²", "9" * 5000, "-1", ""])
def test_another_row_of_an_odd_number_of_rows(client_of: ClientOf, korean_researcher: Researcher, shown: str) -> None:
    page = reverse("profile-edit", args=["resources"])
    answer = client_of(korean_researcher).post(page, {"add": "1", "rows-TOTAL_FORMS": shown})
    assert answer.status_code == HTTPStatus.OK


@pytest.mark.parametrize("section", EDIT_SECTIONS)
def test_every_section_opens(client_of: ClientOf, korean_researcher: Researcher, section: str) -> None:
    answer = client_of(korean_researcher).get(reverse("profile-edit", args=[section]))
    assert answer.status_code == HTTPStatus.OK


def test_an_unknown_section_is_not_found(client_of: ClientOf, korean_researcher: Researcher) -> None:
    client = client_of(korean_researcher)
    assert client.get(reverse("profile-edit", args=["fame"])).status_code == HTTPStatus.NOT_FOUND
    assert client.get(reverse("onboarding-step", args=["fame"])).status_code == HTTPStatus.NOT_FOUND


def test_saving_a_section_marks_the_profile_as_changed(client_of: ClientOf, korean_researcher: Researcher) -> None:
    before = korean_researcher.changed_at
    page = reverse("profile-edit", args=["details"])
    values = {"languages": ["ko", "en"], "available_from": "2027-01-01", "available_until": "2027-06-30"}
    answer = client_of(korean_researcher).post(page, values | {"orcid": "https://orcid.org/0000-0002-1825-002X"})
    assert answer.headers["Location"] == reverse("profile")
    korean_researcher.refresh_from_db()
    assert korean_researcher.languages == ["ko", "en"]
    assert korean_researcher.orcid == "0000-0002-1825-002X"
    assert korean_researcher.changed_at > before


def test_an_orcid_id_has_its_check_digit_tested(client_of: ClientOf, korean_researcher: Researcher) -> None:
    page = reverse("profile-edit", args=["details"])
    answer = client_of(korean_researcher).post(page, {"orcid": "0000-0002-1825-0098"})
    assert answer.context["form"].errors.keys() == {"orcid"}
    address, body = reverse("api-profile"), {"orcid": "0000-0002-1825-0098"}
    assert client_of(korean_researcher).patch(address, body, content_type="application/json").status_code == 400
    # One that was stored before stands in nobody's way.
    Researcher.objects.filter(pk=korean_researcher.pk).update(orcid="0000-0002-1825-0098")
    assert update_profile(Researcher.objects.get(), department="Robotics").department == "Robotics"


def test_bad_input_is_named_and_kept(client_of: ClientOf, korean_researcher: Researcher) -> None:
    page = reverse("profile-edit", args=["details"])
    values = {"available_from": "2027-06-30", "available_until": "2027-01-01", "orcid": "12"}
    answer = client_of(korean_researcher).post(page, values)
    assert answer.context["form"].errors.keys() == {"orcid", "__all__"}
    assert "2027-06-30" in answer.content.decode()
    korean_researcher.refresh_from_db()
    assert korean_researcher.available_from is None


def test_a_row_is_added_without_losing_the_others(client_of: ClientOf, korean_researcher: Researcher) -> None:
    page = reverse("profile-edit", args=["resources"])
    rows = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "add": "1"}
    rows |= {"rows-0-direction": Direction.NEED, "rows-0-kind": ResourceKind.COMPUTE, "rows-0-text": "A cluster"}
    answer = client_of(korean_researcher).post(page, rows)
    assert len(answer.context["form"].rows.forms) == 2
    assert 'value="A cluster"' in answer.content.decode()
    assert korean_researcher.resources.count() == 0


def test_what_is_needed_in_one_of_two_ways_is_not_called_optional(
    client_of: ClientOf, korean_researcher: Researcher
) -> None:
    browser = client_of(korean_researcher)
    pages = [reverse("profile-edit", args=[name]) for name in ("statement", "resources", "details")]
    assert [browser.get(page).content.decode().count("(optional)") for page in pages] == [0, 0, 3]


def test_a_thing_has_no_kind_until_one_is_chosen(client_of: ClientOf, korean_researcher: Researcher) -> None:
    page, browser = reverse("profile-edit", args=["resources"]), client_of(korean_researcher)
    assert [form["kind"].value() for form in browser.get(page).context["form"].rows] == ["", ""]
    rows = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-direction": Direction.NEED, "rows-0-kind": ""}
    answer = browser.post(page, rows | {"rows-0-text": "A cluster"})
    assert answer.context["form"].rows.forms[0].errors == {"kind": ["Choose a kind."]}
    assert not korean_researcher.resources.exists()
    assert browser.post(page, rows | {"rows-0-text": ""}).status_code == 302


def test_topics_are_found_and_kept_while_choosing(client_of: ClientOf, korean_researcher: Researcher) -> None:
    names = ("Trust in robots", "Robot arms", "Cells")
    topics = [
        Topic.objects.create(openalex_id=f"T{place}", name=name, domain="D", field="F", subfield="S")
        for place, name in enumerate(names)
    ]
    page = reverse("profile-edit", args=["topics"])
    answer = client_of(korean_researcher).post(page, {"topics": [topics[0].pk], "topic_text": "robot", "find": "1"})
    form = answer.context["form"]
    assert (form.chosen, form.found) == ([topics[0]], [topics[1]])


def test_visibility_is_chosen_per_field(client_of: ClientOf, korean_researcher: Researcher) -> None:
    chosen = dict.fromkeys(ProfileField.values, Audience.ONLY_ME.value)
    page = reverse("profile-edit", args=["visibility"])
    client_of(korean_researcher).post(page, chosen)
    korean_researcher.refresh_from_db()
    assert (korean_researcher.visibility, korean_researcher.is_listed) == (chosen, False)
    answer = client_of(korean_researcher).post(page, chosen | {"topics": "everybody"})
    assert answer.context["form"].errors.keys() == {"topics"}


def test_a_person_is_found_with_consent_and_not_without(
    client_of: ClientOf, korean_researcher: Researcher, us_researcher: Researcher, outsider: User
) -> None:
    client = client_of(us_researcher)
    page = reverse("person-detail", args=[korean_researcher.public_id])
    answer = client.get(page)
    assert "Minji Han" in answer.content.decode()
    assert "minji@example.org" not in answer.content.decode()
    assert [str(row) for row in client.get(reverse("person-list"), {"q": "한민지"}).context["people"]] == [
        "Minji Han (한민지)"
    ]
    assert client_of(outsider).get(page).status_code == HTTPStatus.NOT_FOUND
    withdraw_consent(korean_researcher, country=Side.US)
    assert client.get(page).status_code == HTTPStatus.NOT_FOUND
    assert client.get(reverse("person-list"), {"q": "Minji"}).context["people"] == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same(
    number: int,
    client_of: ClientOf,
    korean_organisation: Organisation,
    us_researcher: Researcher,
    notice: ConsentNotice,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(number):
        consent_to(make_researcher(f"p{index}@example.org", f"Person {index}", korean_organisation), Side.US, notice)
    client = client_of(us_researcher)
    client.get(reverse("person-list"))
    with django_assert_num_queries(9):
        answer = client.get(reverse("person-list"), {"side": Side.KR})
    assert len(answer.context["people"]) == number


def test_own_profile_and_consent_page(client_of: ClientOf, korean_researcher: Researcher) -> None:
    client = client_of(korean_researcher)
    assert "minji@example.org" in client.get(reverse("profile")).content.decode()
    page = client.get(reverse("consent"))
    assert [str(row.notice) for row in page.context["in_force"]] == [str(page.context["notice"])]
    client.post(reverse("consent-withdraw", args=[Side.US]))
    assert client.get(reverse("consent")).context["in_force"] == []
    refused = client.post(reverse("consent-give"), {"notice": page.context["notice"].pk, "language": "en"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert refused.context["form"].errors.keys() == {"agreed"}
    client.post(reverse("consent-give"), {"notice": page.context["notice"].pk, "language": "en", "agreed": "on"})
    assert len(client.get(reverse("consent")).context["in_force"]) == 1


def test_the_notice_is_read_in_the_readers_language(client_of: ClientOf, korean_researcher: Researcher) -> None:
    page = client_of(korean_researcher).get(reverse("consent"), headers={"Accept-Language": "ko"})
    assert page.context["language"] == "ko"
    assert page.context["text"] == page.context["notice"].text_ko


def test_signed_out_people_are_sent_to_sign_in(db: None, client: Client) -> None:
    for name in ("person-list", "profile", "onboarding", "consent", "preferences", "account-data", "account-export"):
        answer = client.get(reverse(name))
        assert answer.headers["Location"] == f"{reverse('account_login')}?next={reverse(name)}"

"""Sides on pages, over the API and in the administration: who waits, who decides, who is told."""

import json
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from exchange.messaging.models import OutboxMessage
from exchange.messaging.selectors.worklist import worklist_of
from exchange.people.enums import CareerStage, Side, SideGround, SideOutcome
from exchange.people.models import Organisation, Researcher, SideDecision, User
from exchange.people.selectors.side import confirmed_side
from exchange.people.services.organisations import enter_organisation
from exchange.people.services.profile import create_profile, update_profile
from exchange.people.services.side import ask_again, decide_side
from exchange.programmes.models import Agency
from tests.cast import make_account

ClientOf = Callable[[User | Researcher], Client]
LIST, OWN = reverse("side-list"), reverse("side")


def newcomer(address: str, organisation: Organisation) -> Researcher:
    return create_profile(
        make_account(address), name_romanised=address, organisation=organisation, career_stage=CareerStage.POSTDOC
    )


@pytest.fixture
def waiting(korean_organisation: Organisation) -> Researcher:
    korean_organisation.domains = ["hanbit.ac.kr"]
    korean_organisation.save()
    return newcomer("new@example.org", korean_organisation)


def decide_url(person: Researcher) -> str:
    return reverse("side-decide", args=[person.public_id])


def items(user: User, kind: str) -> list[tuple[str, str]]:
    return [(item.title, item.url) for item in worklist_of(user) if item.kind == kind]


def test_the_person_reads_what_is_missing_and_asks_once_more(client_of: ClientOf, waiting: Researcher) -> None:
    client = client_of(waiting)
    assert client.get(OWN).content.decode().count("Verify an email address at hanbit.ac.kr.") == 1
    notice_and_link = client.get(reverse("profile")).content.decode().count(f'href="{OWN}"')
    assert notice_and_link == 2
    assert client.get(reverse("person-list")).content.decode().count("once your side is confirmed") == 1
    assert items(waiting.user, "side") == [("Show that you belong to your organisation", OWN)]
    client.post(reverse("side-check"))
    assert confirmed_side(waiting) is None
    EmailAddress.objects.create(user=waiting.user, email="new@hanbit.ac.kr", verified=True)
    client = client_of(waiting)
    client.post(reverse("side-check"))
    assert confirmed_side(waiting) == Side.KR
    assert client.get(OWN).content.decode().count("Verify an email address at") == 0
    assert items(waiting.user, "side") == []


def test_an_organisation_without_a_domain_or_a_side_says_so(
    client_of: ClientOf, us_organisation: Organisation, settings: object
) -> None:
    settings.ORCID_CLIENT_ID = "APP-1"  # type: ignore[attr-defined]
    page = client_of(newcomer("us@example.org", us_organisation)).get(OWN).content.decode()
    assert (page.count("we know of no email domain of your organisation"), page.count("Connect ORCID")) == (1, 1)
    away = newcomer("away@example.org", enter_organisation(name="Somewhere", country=""))
    assert client_of(away).get(OWN).content.decode().count("in Korea and in the United States") == 1
    assert items(away.user, "side") == []


@pytest.mark.parametrize(("domains", "client_id", "can"), [([], "", 0), ([], "APP-1", 1), (["hanbit.ac.kr"], "", 1)])
def test_checking_again_is_offered_where_it_can_confirm_something(
    client_of: ClientOf, waiting: Researcher, settings: object, domains: list[str], client_id: str, can: int
) -> None:
    settings.ORCID_CLIENT_ID = client_id  # type: ignore[attr-defined]
    Organisation.objects.filter(pk=waiting.organisation_id).update(domains=domains)
    page = main_of(client_of(waiting), OWN)
    assert (page.count(reverse("side-check")), page.count("an officer decides, and we tell you")) == (can, 1 - can)


def test_officers_of_the_side_find_them_on_their_list(
    client_of: ClientOf, waiting: Researcher, korean_manager: User, us_manager: User, officer: User
) -> None:
    claims = client_of(korean_manager).get(LIST).context["claims"]
    assert [(claim.researcher, claim.address_domains, claim.organisation_domains) for claim in claims] == [
        (waiting, ("example.org",), ["hanbit.ac.kr"])
    ]
    assert items(korean_manager, "side-claims") == [("1 person waits for their side to be confirmed", LIST)]
    for other in (us_manager, officer):
        assert client_of(other).get(LIST).context["claims"] == []
        assert items(other, "side-claims") == []
        assert client_of(other).get(decide_url(waiting)).status_code == 404
        assert client_of(other).post(decide_url(waiting), {"outcome": "confirmed", "reason": "x"}).status_code == 404
    assert client_of(waiting).get(decide_url(waiting)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_is_read_in_the_same_number_of_queries(
    client_of: ClientOf,
    korean_organisation: Organisation,
    korean_manager: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        person = newcomer(f"n{number}@example.org", korean_organisation)
        SocialAccount.objects.create(user=person.user, provider="orcid", uid=f"x{number}")
    client = client_of(korean_manager)
    client.get(LIST)
    with django_assert_num_queries(9):
        assert len(client.get(LIST).context["claims"]) == count


def test_an_orcid_id_is_authenticated_only_where_orcid_said_so(
    client_of: ClientOf, waiting: Researcher, korean_manager: User
) -> None:
    update_profile(waiting, orcid="0000-0002-1825-0097")
    page = client_of(korean_manager)
    assert page.get(LIST).content.decode().count("entered by the person, not authenticated") == 1
    SocialAccount.objects.create(user=waiting.user, provider="orcid", uid="0000-0001-5109-3700")
    assert page.get(LIST).content.decode().count("not authenticated") == 1
    SocialAccount.objects.update(uid="0000-0002-1825-0097")
    shown = page.get(LIST).content.decode()
    assert (shown.count("not authenticated"), shown.count("authenticated by ORCID")) == (0, 1)


def test_confirming_takes_a_reason_and_tells_the_person(
    client_of: ClientOf, waiting: Researcher, korean_manager: User
) -> None:
    client, address = client_of(korean_manager), decide_url(waiting)
    said = {"outcome": "confirmed", "organisation": waiting.organisation_id}
    assert client.post(address, said | {"reason": ""}).context["form"].errors.keys() == {"reason"}
    assert client.post(address, said | {"reason": "On the staff page"}).headers["Location"] == LIST
    decision = SideDecision.objects.get(researcher=waiting)
    assert (decision.outcome, decision.ground, decision.decided_by) == ("confirmed", "officer", korean_manager)
    message = OutboxMessage.objects.get()
    assert (message.user, message.subject) == (waiting.user, "Your side is confirmed")
    assert message.body_text.count("On the staff page") == 1
    assert client_of(waiting).get(OWN).content.decode().count("On the staff page") == 1


def test_a_refusal_is_kept_on_a_list_of_its_own_and_can_be_changed(
    client_of: ClientOf, waiting: Researcher, korean_manager: User
) -> None:
    client, address = client_of(korean_manager), decide_url(waiting)
    said = {"reason": "Nobody knows them", "organisation": waiting.organisation_id}
    client.post(address, said | {"outcome": "refused"})
    assert client.get(LIST).context["claims"] == []
    (claim,) = client.get(LIST, {"list": "refused"}).context["claims"]
    assert (claim.researcher, claim.decision.reason) == (waiting, "Nobody knows them")
    message = OutboxMessage.objects.get()
    assert (message.subject, message.body_text.count("Nobody knows them")) == ("Your side was not confirmed", 1)
    assert client_of(waiting).get(OWN).content.decode().count("Nobody knows them") == 1
    client.post(address, said | {"outcome": "confirmed", "reverses": claim.decision.pk})
    assert confirmed_side(waiting) == Side.KR


@pytest.fixture
def refused(waiting: Researcher, korean_manager: User) -> Researcher:
    said = {"outcome": SideOutcome.REFUSED, "reason": "Nobody knows them", "organisation": waiting.organisation}
    decide_side(waiting, by=korean_manager, **said)
    Agency.objects.update(website="https://office.example.org/")
    return waiting


def main_of(client: Client, address: str) -> str:
    return client.get(address).content.decode().split('<main id="main"')[1].split("</main>")[0]


def test_who_was_refused_reads_what_why_by_whom_and_what_to_do(
    client_of: ClientOf, refused: Researcher, settings: object
) -> None:
    settings.ORCID_CLIENT_ID = "APP-1"  # type: ignore[attr-defined]
    page = main_of(client_of(refused), OWN)
    said = (refused.organisation.name, "“Nobody knows them”", "IITP", "hanbit.ac.kr")
    assert [page.count(words) > 0 for words in said] == [True] * 4
    ways = [
        reverse(name) for name in ("account_email", "socialaccount_connections", "side-check", "side-ask-again")
    ] + [reverse("profile-edit", args=["basics"]), "#ask-again", "https://office.example.org/"]
    assert [page.count(f'="{way}"') for way in ways] == [1] * 7
    start = main_of(client_of(refused), reverse("home"))
    assert (start.count("IITP did not confirm your side"), start.count("Reason given: Nobody knows them")) == (1, 1)
    assert items(refused.user, "side-refused") == [(refused.organisation.name, OWN)]
    call_command("compile_catalogues", verbosity=0)
    korean = client_of(refused).get(OWN, headers={"accept-language": "ko"}).content.decode()
    assert korean.count("지금 할 수 있는 일") == 1


def test_asking_again_brings_a_refused_person_back_to_the_list_and_opens_nothing(
    client_of: ClientOf, refused: Researcher, korean_manager: User
) -> None:
    client, address = client_of(refused), reverse("side-ask-again")
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client_of(korean_manager).get(LIST).context["claims"] == []
    assert client.post(address, {"reason": "See hanbit.ac.kr/staff"}).headers["Location"] == OWN
    assert confirmed_side(refused) is None
    (claim,) = client_of(korean_manager).get(LIST).context["claims"]
    assert (claim.researcher, claim.decision) == (refused, None)
    assert (claim.refused_before.reason, claim.refused_before.asked_again) == (
        "Nobody knows them",
        "See hanbit.ac.kr/staff",
    )
    for page in (LIST, decide_url(refused)):
        assert client_of(korean_manager).get(page).content.decode().count("“See hanbit.ac.kr/staff”") == 1
    assert items(refused.user, "side-refused") == []
    assert client.post(address, {"reason": "Once more"}).context["form"].non_field_errors() == [
        "Only a refusal that is in force can be looked at again."
    ]
    update_profile(refused, organisation=enter_organisation(name="Garage", country=Side.KR))
    assert [claim.refused_before for claim in client_of(korean_manager).get(LIST).context["claims"]] == [None]


def test_a_refusal_over_the_api_as_on_the_page(client_of: ClientOf, refused: Researcher, korean_manager: User) -> None:
    client, address = client_of(refused), reverse("api-side-ask-again")
    shown = client.get(reverse("api-side")).json()
    office = {"name": "IITP", "website": "https://office.example.org/", "contact_email": "", "contact_page": ""}
    assert (shown["standing"], shown["decision"]["reason"], shown["decided_by"], shown["offices"]) == (
        "refused",
        "Nobody knows them",
        [office],
        [office],
    )
    assert client.post(address, {"reason": " "}, content_type="application/json").status_code == 400
    answer = client.post(address, {"reason": "I am there"}, content_type="application/json")
    assert (answer.status_code, answer.json()["standing"]) == (200, "waiting")
    assert client.post(address, {"reason": "I am there"}, content_type="application/json").status_code == 400
    (claim,) = client_of(korean_manager).get(reverse("api-side-claims")).json()["results"]
    assert claim["refused_before"]["asked_again"] == "I am there"


def test_a_confirmation_is_not_asked_away(korean_researcher: Researcher) -> None:
    with pytest.raises(ValidationError, match="Only a refusal"):
        ask_again(korean_researcher, reason="x")
    assert confirmed_side(korean_researcher) == Side.KR


def test_who_changed_the_organisation_meanwhile_is_not_confirmed_with_it(
    client_of: ClientOf, waiting: Researcher, korean_manager: User
) -> None:
    read = waiting.organisation_id
    update_profile(waiting, organisation=enter_organisation(name="Garage", country=Side.KR))
    body = {"outcome": "confirmed", "reason": "Met", "organisation": read}
    answer = client_of(korean_manager).post(decide_url(waiting), body)
    assert answer.context["form"].non_field_errors() == [
        "The person has entered another organisation since. Look at it first."
    ]
    assert confirmed_side(waiting) is None


def test_a_change_of_sides_is_told_to_the_managers_of_both_once_a_day(
    us_researcher: Researcher, us_organisation: Organisation, korean_manager: User, us_manager: User, officer: User
) -> None:
    garage = enter_organisation(name="Garage", country=Side.KR, city="Seoul")
    update_profile(us_researcher, organisation=garage)
    update_profile(us_researcher, organisation=us_organisation)
    messages = OutboxMessage.objects.order_by("user__email")
    assert [(row.user, row.subject) for row in messages] == [
        (korean_manager, "Alex Rivers has changed sides"),
        (us_manager, "Alex Rivers has changed sides"),
    ]
    assert messages[0].body_text.count("US → KR") == 1
    assert items(us_manager, "side-claims") == [("1 person waits for their side to be confirmed", LIST)]


def test_the_own_side_over_the_api(client_of: ClientOf, waiting: Researcher) -> None:
    client, address = client_of(waiting), reverse("api-side")
    shown = client.get(address).json()
    assert (shown["standing"], shown["side"], shown["domains"], shown["decision"]) == (
        "waiting",
        "KR",
        ["hanbit.ac.kr"],
        None,
    )
    EmailAddress.objects.create(user=waiting.user, email="new@hanbit.ac.kr", verified=True)
    client = client_of(waiting)
    shown = client.post(address).json()
    assert (shown["standing"], shown["decision"]["ground"], shown["decision"]["reason"]) == (
        "confirmed",
        "address",
        "hanbit.ac.kr",
    )


def test_officers_decide_over_the_api_as_on_the_page(
    client_of: ClientOf, waiting: Researcher, korean_manager: User, us_manager: User
) -> None:
    address = reverse("api-side-decision", args=[waiting.public_id])
    body = {"outcome": "confirmed", "reason": "Met", "organisation": waiting.organisation.ror_id}

    def post(user: User, changes: dict[str, object]) -> tuple[int, object]:
        answer = client_of(user).post(address, body | changes, content_type="application/json")
        return answer.status_code, answer.json()

    assert post(us_manager, {})[0] == 404
    assert post(waiting.user, {})[0] == 404
    assert post(korean_manager, {"reason": " "})[0] == 400
    assert post(korean_manager, {"organisation": None})[0] == 400
    (claim,) = client_of(korean_manager).get(reverse("api-side-claims")).json()["results"]
    assert (claim["name_romanised"], claim["address_domains"]) == ("new@example.org", ["example.org"])
    assert client_of(us_manager).get(reverse("api-side-claims")).json()["results"] == []
    assert confirmed_side(waiting) is None
    status, _ = post(korean_manager, {})
    assert (status, confirmed_side(waiting)) == (201, Side.KR)


def make_staff(user: User) -> User:
    user.is_staff = user.is_superuser = True
    user.save()
    return user


def test_the_administration_decides_under_the_same_rule(
    client_of: ClientOf, waiting: Researcher, staff: User, us_manager: User, korean_manager: User
) -> None:
    add = reverse("admin:people_sidedecision_add")
    body = {"researcher": waiting.pk, "outcome": "confirmed", "reason": "Met"}
    assert client_of(staff).post(add, body).status_code == 403
    refused = client_of(make_staff(us_manager)).post(add, body)
    assert refused.context["adminform"].form.errors.keys() == {"researcher"}
    assert confirmed_side(waiting) is None
    client = client_of(make_staff(korean_manager))
    assert client.post(add, body | {"reason": ""}).context["adminform"].form.errors.keys() == {"reason"}
    assert client.post(add, body).status_code == 302
    decision = SideDecision.objects.get()
    assert (decision.researcher, decision.decided_by, confirmed_side(waiting)) == (waiting, korean_manager, Side.KR)
    shown = client.post(add, body | {"outcome": "refused"}).context["adminform"].form.errors["reverses"]
    assert (shown[0].count(f"Confirmed · {korean_manager} · "), shown[0].count(f"(#{decision.pk})")) == (1, 1)
    assert client.get(reverse("admin:people_sidedecision_change", args=[decision.pk])).status_code == 200
    assert client.post(add, body | {"reverses": decision.pk}).context["adminform"].form.errors.keys() == {"reverses"}
    assert confirmed_side(waiting) == Side.KR
    assert client.post(add, body | {"outcome": "refused", "reverses": decision.pk}).status_code == 302
    assert confirmed_side(waiting) is None
    late = client.post(add, body | {"reverses": decision.pk}).context["adminform"].form.errors["reverses"]
    assert (len(late), confirmed_side(waiting)) == (1, None)
    assert client.post(reverse("admin:people_sidedecision_delete", args=[decision.pk])).status_code == 403


def researcher_form(client: Client, person: Researcher, **changes: object) -> dict[str, object]:
    page = client.get(reverse("admin:people_researcher_change", args=[person.pk]))
    forms = [
        page.context["adminform"].form,
        *(one.formset.management_form for one in page.context["inline_admin_formsets"]),
    ]
    values = {field.html_name: field.value() for form in forms for field in form}
    return {name: "" if value is None else value for name, value in values.items()} | changes


def test_another_organisation_by_the_administration_ends_as_much(
    client_of: ClientOf, staff: User, us_researcher: Researcher, korean_organisation: Organisation
) -> None:
    client = client_of(staff)
    body = researcher_form(
        client, us_researcher, organisation=korean_organisation.pk, visibility=json.dumps(us_researcher.visibility)
    )
    answer = client.post(reverse("admin:people_researcher_change", args=[us_researcher.pk]), body)
    assert answer.status_code == 302
    us_researcher.refresh_from_db()
    assert (us_researcher.country, confirmed_side(us_researcher)) == (Side.KR, None)
    assert not SideDecision.objects.in_force().filter(researcher=us_researcher).exists()
    assert not us_researcher.consents.filter(withdrawn_at=None).exists()


def test_an_address_that_an_administrator_verifies_confirms_as_well(
    client_of: ClientOf, staff: User, waiting: Researcher
) -> None:
    address = EmailAddress.objects.create(user=waiting.user, email="new@hanbit.ac.kr")
    client = client_of(staff)
    page = reverse("admin:people_user_change", args=[waiting.user_id])
    shown = client.get(page)
    forms = [shown.context["adminform"].form]
    for inline in shown.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {field.html_name: field.value() for form in forms for field in form}
    body = {name: "on" if value is True else value for name, value in values.items() if value not in (None, "")}
    body = {name: value for name, value in body.items() if value is not False}
    name = next(name for name, value in values.items() if name.endswith("-id") and value == address.pk)
    answer = client.post(page, body | {name.replace("-id", "-verified"): "on"})
    assert answer.status_code == 302
    address.refresh_from_db()
    assert (address.verified, confirmed_side(waiting)) == (True, Side.KR)


def test_every_change_is_in_the_change_log(waiting: Researcher) -> None:
    SideDecision.objects.create(
        researcher=waiting, side=Side.KR, outcome=SideOutcome.CONFIRMED, ground=SideGround.IMPORT
    )
    SideDecision.objects.update(ended_at=timezone.now())
    assert list(SideDecision.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", flat=True)) == [
        "insert",
        "update",
    ]

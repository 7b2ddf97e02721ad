"""What the administration shows and asks for: nothing that opens something, choices where there are some, whole amounts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.messaging.models import OutboxMessage
from exchange.people.admin.reading import pretty
from exchange.people.enums import FileKind, TokenLifetime, TokenScope
from exchange.people.models import ApiToken, FileImport, User
from exchange.people.services.tokens import make_token
from exchange.programmes.models import Agency, Call, Commitment, LateCode, Programme, YearBudget
from exchange.programmes.services import enter_year_budget, make_late_code
from exchange.projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of: Callable[[User], Client], staff: User) -> Client:
    return client_of(staff)


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"admin:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_tokens_and_second_factors_are_not_to_be_read(client: Client, staff: User) -> None:
    token, secret = make_token(
        staff, name="Lab", scope=TokenScope.READ, lifetime=TokenLifetime.WEEK, by_second_factor=False
    )
    factor = TOTP.activate(staff, "JBSWY3DPEHPK3PXP").instance
    event = ApiToken.pgh_event_model.objects.get()  # type: ignore[attr-defined]
    shown = (
        page(client, "people_apitoken_changelist")
        + page(client, "people_apitoken_change", token.pk)
        + page(client, "people_apitokenevent_change", event.pk)
        + page(client, "mfa_authenticator_change", factor.pk)
    )
    assert [word in shown for word in (token.token_key, token.digest, secret, factor.data["secret"])] == [False] * 4
    assert token.token_key[:6] in shown


def test_late_codes_are_not_to_be_read_in_their_history(client: Client, call: Call, korean_manager: User) -> None:
    ends = timezone.now() + timedelta(days=1)
    late_code = make_late_code(call.stages.get(), uses=1, expires_at=ends, reason="Strike", by=korean_manager)
    event = LateCode.pgh_event_model.objects.filter(pgh_obj_id=late_code.pk).latest("pk")  # type: ignore[attr-defined]
    assert late_code.code not in page(client, "programmes_latecodeevent_change", event.pk)


def test_the_list_of_all_changes_says_what_was_changed_and_not_to_what(
    client: Client, call: Call, korean_manager: User
) -> None:
    ends = timezone.now() + timedelta(days=1)
    late_code = make_late_code(call.stages.get(), uses=1, expires_at=ends, reason="Strike", by=korean_manager)
    LateCode.objects.filter(pk=late_code.pk).update(reason="Flood", code="0123456789ab")
    event = LateCode.pgh_event_model.objects.filter(pgh_obj_id=late_code.pk).latest("pk")  # type: ignore[attr-defined]
    slug = f"programmes.LateCodeEvent:{event.pk}"
    shown = page(client, "pghistory_events_change", slug) + page(client, "pghistory_events_changelist")
    assert "programmes.LateCode" in shown
    assert [word in shown for word in (late_code.code, "0123456789ab", "Strike", "Flood")] == [False] * 4


def test_the_keys_in_mails_are_for_the_mailbox_alone(client: Client, staff: User) -> None:
    values = {"user": staff, "category": "account", "key": "k", "language": "en", "subject": "S"}
    text = "http://testserver/offices/accept/opens-an-office/"
    message = OutboxMessage.objects.create(**values, body_text=text, body_html=f'<a href="{text}">')
    assert "opens-an-office" not in page(client, "messaging_outboxmessage_change", message.pk)


def test_sessions_and_what_orcid_told_are_not_to_be_read(client: Client, outsider: User) -> None:
    """The key of a session signs in whoever has it."""
    session = UserSession.objects.create(user=outsider, ip="10.0.0.7", user_agent="x", session_key="k3y" * 10)
    told = SocialAccount.objects.create(
        user=outsider, provider="orcid", uid="0000-0002-1825-0097", extra_data={"history": "told-by-orcid"}
    )
    shown = (
        page(client, "usersessions_usersession_changelist")
        + page(client, "usersessions_usersession_change", session.pk)
        + page(client, "socialaccount_socialaccount_change", told.pk)
    )
    assert "10.0.0.7" in shown
    assert [word in shown for word in ("k3y" * 10, "told-by-orcid")] == [False] * 2


def test_an_orcid_connection_is_removed_and_never_entered(client: Client, outsider: User) -> None:
    told = SocialAccount.objects.create(user=outsider, provider="orcid", uid="0000-0002-1825-0097")
    typed = {"user": outsider.pk, "provider": "orcid", "uid": "0000-0001-5109-3700"}
    address = reverse("admin:socialaccount_socialaccount_add")
    assert client.post(address, typed).status_code == 403
    change = reverse("admin:socialaccount_socialaccount_change", args=[told.pk])
    assert client.post(change, typed).status_code == 403
    client.post(reverse("admin:socialaccount_socialaccount_delete", args=[told.pk]), {"post": "yes"})
    assert not SocialAccount.objects.exists()


def test_structures_are_indented_and_korean_stays_korean(client: Client) -> None:
    assert str(pretty({"이름": "<b>"})).count("\n") == 2
    assert "이름" in pretty({"이름": 1})
    assert "&lt;b&gt;" in pretty("<b>")
    job = FileImport.objects.create(kind=FileKind.TOPICS, name="t", size=1, counts={"created": 7})
    assert "&quot;created&quot;: 7" in page(client, "people_fileimport_change", job.pk)


def test_zones_and_languages_are_chosen(client: Client, iitp: Agency, staff: User) -> None:
    shown = page(client, "programmes_agency_change", iitp.pk)
    assert '<option value="America/New_York"' in shown
    assert 'type="checkbox" name="languages" value="ko"' in " ".join(shown.split())
    assert '<option value="America/New_York"' in page(client, "people_user_change", staff.pk)


def test_what_is_chosen_is_kept(client: Client, iitp: Agency) -> None:
    sent = {
        "code": "iitp",
        "name_en": "IITP",
        "name_ko": "기획평가원",
        "languages": ["en", "ko"],
        "time_zone": "Asia/Seoul",
        "currency": "KRW",
        "officers-TOTAL_FORMS": 0,
        "officers-INITIAL_FORMS": 0,
    }
    address = reverse("admin:programmes_agency_change", args=[iitp.pk])
    assert client.post(address, sent | {"languages": ["xx"]}).status_code == 200
    assert client.post(address, sent).status_code == 302
    iitp.refresh_from_db()
    assert iitp.languages == ["en", "ko"]


def test_amounts_are_typed_and_shown_as_people_write_them(client: Client, programme: Programme, afosr: Agency) -> None:
    budget = enter_year_budget(programme, agency=afosr, fiscal_year=2026, amount_minor=1_250_050)
    assert 'value="12,500.50"' in page(client, "programmes_programme_change", programme.pk)
    sent = {"budget": budget.pk, "purpose": "Travel", "amount_minor": "2,500.50"}
    assert client.post(reverse("admin:programmes_commitment_add"), sent).status_code == 302
    assert Commitment.objects.get().amount_minor == 250_050
    assert "$2,500.50" in page(client, "programmes_commitment_changelist")
    wrong = sent | {"purpose": "More", "amount_minor": "much"}
    assert client.post(reverse("admin:programmes_commitment_add"), wrong).status_code == 200
    budget.refresh_from_db()
    assert YearBudget.objects.get(pk=budget.pk).committed_minor == 250_050


def _project_form(client: Client, project: Project) -> dict[str, object]:
    """What its page sends when nothing is changed."""
    answer = client.get(reverse("admin:projects_project_change", args=[project.pk]))
    form = answer.context["adminform"].form
    sent = {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    sent["topics"] = [topic.pk for topic in project.topics.all()]
    return {**sent, "resources-TOTAL_FORMS": 0, "resources-INITIAL_FORMS": 0}


def test_a_projects_funding_is_typed_with_its_currency(client: Client, project: Project) -> None:
    address = reverse("admin:projects_project_change", args=[project.pk])
    sent = _project_form(client, project) | {"amount_minor": "12,500.50", "currency": "USD"}
    assert client.post(address, sent | {"currency": ""}).status_code == 200
    assert client.post(address, sent).status_code == 302
    project.refresh_from_db()
    assert (project.amount_minor, project.currency) == (1_250_050, "USD")
    assert 'value="12,500.50"' in page(client, "projects_project_change", project.pk)
    assert client.post(address, sent | {"amount_minor": "12.505"}).status_code == 200
    assert client.post(address, sent | {"amount_minor": "", "currency": ""}).status_code == 302
    project.refresh_from_db()
    assert (project.amount_minor, project.currency) == (None, "")


def test_an_edit_is_read_again_by_the_matching_of_what_was_edited_alone(client: Client, project: Project) -> None:
    Project.objects.create(title="Other", summary="S", lead=project.lead, country=project.country)
    typed, before = _project_form(client, project), timezone.now()
    assert client.post(reverse("admin:projects_project_change", args=[project.pk]), typed).status_code == 302
    assert list(Project.objects.filter(changed_at__gt=before)) == [project]


def test_amounts_of_the_past_are_read_with_their_currency(
    client: Client, programme: Programme, afosr: Agency, project: Project
) -> None:
    budget = enter_year_budget(programme, agency=afosr, fiscal_year=2026, amount_minor=1_250_050)
    promise = Commitment.objects.create(budget=budget, purpose="Travel", amount_minor=250_050)
    project.amount_minor, project.currency = 125_000_000, "KRW"
    project.save()
    told = {YearBudget: "$12,500.50", Commitment: "$2,500.50", Project: "₩125,000,000"}
    for model, words in told.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}event_change"
        event = model.pgh_event_model.objects.latest("pk")  # type: ignore[attr-defined]
        shown = page(client, name, event.pk)
        assert (words in shown, "minor units" in shown) == (True, False)
    gone = Commitment.pgh_event_model.objects.get()  # type: ignore[attr-defined]
    promise.delete()
    budget.delete()
    assert "250050 of the smallest unit" in page(client, "programmes_commitmentevent_change", gone.pk)


def test_histories_stand_apart_from_what_is_edited(client: Client) -> None:
    groups = client.get(reverse("admin:index")).context["available_apps"]
    assert groups[-1]["name"] == "Change histories"
    assert {hasattr(model["model"], "pgh_tracked_model") for model in groups[-1]["models"]} == {True}
    assert not any(hasattr(model["model"], "pgh_tracked_model") for group in groups[:-1] for model in group["models"])

"""The administration opens for every model and does not slow down with the number of rows."""

from collections.abc import Callable
from typing import Any

import pytest
import rules.permissions
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django_celery_beat.models import PeriodicTask

from exchange.config.admin_navigation import GROUPS, navigation
from exchange.people.models import Organisation, Researcher, User
from exchange.programmes.models import OfficeInvitation
from exchange.projects.models import Project
from matching.models import Run

DEFAULT_PERMISSIONS = ("add", "change", "delete", "view")
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def client(client_of: Callable[[User], Client], staff: User) -> Client:
    return client_of(staff)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_list_opens_and_searches(client: Client, model: type[Model]) -> None:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert client.get(address).status_code == 200
    assert client.get(address, {"q": "hanbit"}).status_code == 200


def test_every_model_of_ours_is_there() -> None:
    from django.apps import apps

    ours = {
        model
        for config in apps.get_app_configs()
        if config.name.startswith(("exchange.", "matching"))
        for model in config.get_models()
        if not model.__name__.endswith("Event")
    }
    assert {model for model in ours if model not in admin.site._registry} == inlined()


def test_the_sidebar_leads_to_what_the_person_may_see(client: Client, staff: User, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = staff
    links = [item["link"] for group in navigation(request) for item in group["items"]]
    assert len(links) == sum(len(names.split()) for names in GROUPS.values())
    assert {client.get(link).status_code for link in links} == {200}
    request.user = User.objects.create_user("nobody@example.org", is_staff=True)
    assert navigation(request) == []


def inlined() -> set[type[Model]]:
    """Models that are edited as part of another one."""
    inlines = {inline.model for entry in admin.site._registry.values() for inline in entry.inlines}
    return {model for model in inlines if model not in admin.site._registry}


def test_a_researcher_opens_with_all_that_hangs_on_it(client: Client, korean_researcher: Researcher) -> None:
    address = reverse("admin:people_researcher_change", args=[korean_researcher.pk])
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Minji Han" in answer.content.decode()


def make_projects(organisation: Organisation, lead: Researcher, count: int) -> None:
    for number in range(count):
        Project.objects.create(title=f"P{number}", summary="S", lead=lead, organisation=organisation, country="KR")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_projects_asks_the_same_number_of_queries(
    client: Client,
    korean_organisation: Organisation,
    korean_researcher: Researcher,
    count: int,
    django_assert_num_queries: Callable[..., object],
) -> None:
    make_projects(korean_organisation, korean_researcher, count)
    address = reverse("admin:projects_project_changelist")
    client.get(address)
    with django_assert_num_queries(QUERIES_OF_A_LIST):  # type: ignore[attr-defined]
        client.get(address)


# Session, user, filters and their counts, count, rows, date hierarchy; the same for any number of rows.
QUERIES_OF_A_LIST = 7


def test_a_run_is_started_from_the_list(client: Client, staff: User) -> None:
    answer = client.get(reverse("admin:matching_run_start_full_run"))
    assert answer.status_code == 302
    assert list(Run.objects.values_list("kind", "requested_by")) == [("full", staff.pk)]


def test_a_manager_without_staff_rights_stays_outside(
    client_of: Callable[[User], Client], korean_manager: User
) -> None:
    assert client_of(korean_manager).get("/admin/people/researcher/").status_code == 302


def test_every_scheduled_task_exists(db: None) -> None:
    from exchange.config.celery import app

    app.loader.import_default_modules()
    scheduled = set(PeriodicTask.objects.exclude(name="celery.backend_cleanup").values_list("task", flat=True))
    assert scheduled
    assert {task for task in scheduled if task not in app.tasks} == set()


# What an administrator may do to rows; all others are read. Sessions, tokens and people end or go with services of their own.
WRITTEN = {
    "django_celery_beat.ClockedSchedule": "add change delete",
    "django_celery_beat.CrontabSchedule": "add change delete",
    "django_celery_beat.IntervalSchedule": "add change delete",
    "django_celery_beat.PeriodicTask": "add change delete",
    "django_celery_beat.SolarSchedule": "add change delete",
    "matching.Policy": "add change delete",
    "mfa.Authenticator": "delete",
    "people.ConsentNotice": "add",
    "people.Organisation": "add change delete",
    "people.OrganisationLink": "add change delete",
    "people.PrivacyNotice": "add",
    "people.Publication": "add change delete",
    "people.Researcher": "add change delete",
    "people.Topic": "add change delete",
    "people.User": "add change delete",
    "programmes.Agency": "add change delete",
    "programmes.AgencyOfficer": "add change delete",
    "programmes.Commitment": "add change delete",
    "programmes.Programme": "add change delete",
    "projects.Project": "add change delete",
    "socialaccount.SocialAccount": "delete",
}
ACTIONS = {
    "messaging.OutboxMessage": {"send_again"},
    "people.ApiToken": {"revoke"},
    "people.Organisation": {"merge_into_ror"},
    "django_celery_beat.PeriodicTask": {"enable_tasks", "disable_tasks", "toggle_tasks", "run_tasks"},
}


def _may(entry: Any, request: HttpRequest) -> str:
    return " ".join(name for name, may in entry.get_model_perms(request).items() if may and name != "view")


def test_only_these_rows_are_written_in_the_administration(staff: User, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = staff
    entries = {model._meta.label: entry for model, entry in admin.site._registry.items()}
    may = {label: _may(entry, request) for label, entry in entries.items()}
    actions = {label: {*entry.get_actions(request)} - {"delete_selected"} for label, entry in entries.items()}
    assert {label: what for label, what in may.items() if what} == WRITTEN
    assert {label: names for label, names in actions.items() if names} == ACTIONS


def test_no_rule_of_ours_is_taken_for_a_right_in_the_administration() -> None:
    """It asks for ``projects.change_project``: a rule of that name, made for a lead, would let somebody in, or fall over."""
    rights = {
        f"{model._meta.app_label}.{do}_{model._meta.model_name}" for model in MODELS for do in DEFAULT_PERMISSIONS
    }
    assert rights & set(rules.permissions.permissions) == set()


def test_who_may_only_look_at_everything_writes_nothing(rf: RequestFactory, db: None) -> None:
    """Rights are given by nobody yet; the schedule's own actions ask for none."""
    request = rf.get("/")
    request.user = helper = User.objects.create_user("helper@example.org", is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    ours = {model._meta.label: entry for model, entry in admin.site._registry.items() if "beat" not in str(model)}
    may = {label: (_may(entry, request), entry.get_actions(request)) for label, entry in ours.items()}
    assert set(map(str, may.values())) == {"('', {})"}
    assert not admin.site.get_model_admin(OfficeInvitation).has_invite_officer_permission(request)  # type: ignore[attr-defined]


def test_rows_within_a_page_that_is_read_are_not_written_there(staff: User, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = staff
    inlines = [one for entry in admin.site._registry.values() for one in entry.get_inline_instances(request)]
    open_ = {one.model._meta.label for one in inlines if one.max_num != 0 or one.can_delete}
    assert open_ == {
        "people.Address",
        "people.OrganisationName",
        "people.Publication",
        "people.ResearcherResource",
        "programmes.AgencyOfficer",
        "programmes.ProgrammeManager",
        "programmes.ProgrammeTopic",
        "programmes.YearBudget",
        "projects.ProjectResource",
    }
    closed = [one for one in inlines if one.model._meta.label not in open_]
    assert [set(one.fields) - set(one.readonly_fields) for one in closed if "beat" not in one.model._meta.label] == [
        set()
    ] * 4


@pytest.mark.parametrize("label", ["proposals.TeamMember", "people.ConsentRecord", "messaging.NotificationPreference"])
def test_what_is_read_is_neither_added_nor_posted(client: Client, label: str) -> None:
    name = label.lower().replace(".", "_")
    address = reverse(f"admin:{name}_add")
    assert client.get(address).status_code == 403
    assert client.post(address, {}).status_code == 403

"""The administration opens for every model and does not slow down with the number of rows."""

from collections.abc import Callable
from typing import Any

import pghistory
import pytest
import rules.permissions
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Model
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask
from pghistory.core import event_models

from exchange.config.admin_navigation import GROUPS, navigation
from exchange.people.admin.bases import HistoryAdmin
from exchange.people.models import (
    Organisation,
    Researcher,
    ScheduledBySun,
    ScheduledInterval,
    ScheduledOnce,
    ScheduledTask,
    ScheduledTimes,
    User,
)
from exchange.programmes.models import OfficeInvitation
from exchange.projects.models import Project
from matching.models import Run
from tests.cast import make_account

DEFAULT_PERMISSIONS = ("add", "change", "delete", "view")
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def client(client_of: Callable[[User], Client], staff: User) -> Client:
    return client_of(staff)


@pytest.fixture
def helper(db: None) -> User:
    """Staff who may look at everything."""
    account = make_account("helper@example.org", is_staff=True)
    account.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    return account


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_list_opens_and_searches(client: Client, model: type[Model]) -> None:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert client.get(address).status_code == 200
    assert client.get(address, {"q": "hanbit"}).status_code == 200


def _is_shown(model: Any) -> bool:
    """Under its own name, or as what its owner's form lists."""
    return model in admin.site._registry or model in inlined() or bool(model._meta.auto_created)


def test_every_model_of_ours_is_there() -> None:
    """But for the names under which other tables are audited, guarded or watched: the model itself stands there."""
    from django.apps import apps

    ours = {
        model
        for config in apps.get_app_configs()
        if config.name.startswith(("exchange.", "matching"))
        for model in config.get_models()
        if not model.__name__.endswith("Event") and not (model._meta.proxy and _is_shown(model._meta.concrete_model))
    }
    assert {model for model in ours if model not in admin.site._registry} == inlined()


def test_the_sidebar_leads_to_what_the_person_may_see(client: Client, staff: User, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = staff
    links = [item["link"] for group in navigation(request) for item in group["items"]]
    assert len(links) == sum(len(names.split()) for names in GROUPS.values()) + 1
    assert f'href="{reverse("privacy")}"' in client.get(reverse("admin:index")).content.decode()
    assert {client.get(link).status_code for link in links} == {200}
    request.user = User.objects.create_user("nobody@example.org", is_staff=True)
    assert [item["link"] for group in navigation(request) for item in group["items"]] == [reverse("privacy")]


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
QUERIES_OF_A_LIST = 6


@pytest.mark.parametrize(("action", "kind"), [("start_full_run", "full"), ("start_refresh", "refresh")])
def test_a_run_is_started_from_the_list(client: Client, staff: User, action: str, kind: str) -> None:
    address = reverse(f"admin:matching_run_{action}")
    assert address in client.get(reverse("admin:matching_run_changelist")).content.decode()
    asked = client.get(address)
    assert (asked.status_code, 'method="post"' in asked.content.decode(), Run.objects.count()) == (200, True, 0)
    assert client.post(address).status_code == 302
    assert list(Run.objects.values_list("kind", "requested_by")) == [(kind, staff.pk)]


def test_a_page_of_another_site_starts_no_run(client: Client) -> None:
    client.handler.enforce_csrf_checks = True
    assert client.post(reverse("admin:matching_run_start_full_run")).status_code == 403
    assert not Run.objects.exists()


def test_who_may_only_look_starts_no_run(client_of: Callable[[User], Client], helper: User) -> None:
    """Neither in the administration nor elsewhere; nor is a link shown that would be refused."""
    client, address = client_of(helper), reverse("admin:matching_run_start_full_run")
    shown = client.get(reverse("admin:matching_run_changelist"))
    assert (shown.status_code, address in shown.content.decode()) == (200, False)
    assert [client.get(address).status_code, client.post(address).status_code] == [403, 403]
    assert client.post(reverse("run-list"), {"kind": "full"}).status_code == 403
    assert client.post("/api/v1/matching/runs", {"kind": "full"}).status_code in {403, 404}
    assert not Run.objects.exists()


def test_no_action_of_a_list_or_row_acts_when_its_address_is_opened(client: Client) -> None:
    """Any link on any site could do it then. One that changes something is an ``asking_action``."""
    before = _written()
    opened = {path: client.get(path).status_code for path in _action_paths()}
    assert set(opened.values()) <= {200, 302}
    assert len(opened) == 5
    assert _written() == before


def _action_paths() -> list[str]:
    """Those beside objects have none yet, so that nobody has to make the objects."""
    entries = admin.site._registry.items()
    kinds = ("actions_detail", "actions_row", "actions_submit_line")
    assert [model for model, entry in entries for kind in kinds if getattr(entry, kind, None)] == []
    actions = ((model._meta, one) for model, entry in entries for one in getattr(entry, "actions_list", None) or ())
    return [reverse(f"admin:{meta.app_label}_{meta.model_name}_{one}") for meta, one in actions]


def _written() -> int:
    """Rows that this test wrote so far; that the session is in use left aside."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"
            " WHERE relname !~ 'session'"
        )
        return int(cursor.fetchone()[0])


WHEN = {"enable_tasks": False, "disable_tasks": True, "toggle_tasks": True}


@pytest.mark.parametrize("name", WHEN)
def test_the_schedule_is_switched_by_an_administrator(client: Client, name: str) -> None:
    task = _task(enabled=WHEN[name])
    assert _act(client, name, task).status_code == 302
    assert PeriodicTask.objects.get(pk=task.pk).enabled is not WHEN[name]


@pytest.mark.parametrize("name", [*WHEN, "run_tasks", "delete_selected"])
def test_and_by_nobody_else_whatever_rights_they_were_given(
    client_of: Callable[[User], Client], helper: User, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a right to change the schedule one would have any task run with any arguments."""
    helper.user_permissions.set(Permission.objects.filter(content_type__app_label="django_celery_beat"))
    sent: list[object] = []
    monkeypatch.setattr("celery.app.task.Task.apply_async", lambda *args, **kwargs: sent.append(args))
    task, client = _task(enabled=WHEN.get(name, True)), client_of(helper)
    _act(client, name, task)
    kept = PeriodicTask.objects.get(pk=task.pk)
    assert (kept.enabled, sent) == (WHEN.get(name, True), [])
    page = reverse("admin:django_celery_beat_periodictask_change", args=[task.pk])
    assert [client.get(page).status_code, client.post(page, {"name": "x"}).status_code] == [200, 403]
    for schedule in ("clockedschedule", "crontabschedule", "intervalschedule", "solarschedule"):
        assert client.post(reverse(f"admin:django_celery_beat_{schedule}_add"), {}).status_code == 403


def _task(*, enabled: bool) -> PeriodicTask:
    task = PeriodicTask.objects.exclude(name="celery.backend_cleanup").order_by("pk")[0]
    PeriodicTask.objects.filter(pk=task.pk).update(enabled=enabled)
    return task


def _act(client: Client, name: str, task: PeriodicTask) -> Any:
    address = reverse("admin:django_celery_beat_periodictask_changelist")
    return client.post(address, {"action": name, "_selected_action": [task.pk]})


def test_who_changed_the_schedule_is_kept_and_readable(client: Client, staff: User) -> None:
    """By an action or otherwise; that a task has run is no change of the schedule."""
    task = _task(enabled=True)
    _act(client, "disable_tasks", task)
    PeriodicTask.objects.filter(pk=task.pk).update(last_run_at=timezone.now(), total_run_count=7)
    events = ScheduledTask.pgh_event_model.objects.filter(pgh_obj_id=task.pk)  # type: ignore[attr-defined]
    (change,) = events.filter(enabled=False)
    assert (change.pgh_label, change.pgh_context.metadata["user"]) == ("update", staff.pk)
    read = {
        "admin:people_scheduledtaskevent_changelist": [],
        "admin:people_scheduledtaskevent_change": [change.pk],
        "admin:pghistory_events_changelist": [],
        "admin:pghistory_events_change": [f"people.ScheduledTaskEvent:{change.pk}"],
    }
    pages = [client.get(reverse(name, args=args)).content.decode() for name, args in read.items()]
    assert [staff.email in page.split("<main")[-1] for page in pages] == [True] * 4
    assert [task.name in pages[0], "people.ScheduledTask" in pages[2]] == [True, True]


def test_a_change_by_a_task_and_one_by_an_account_that_is_gone_name_nobody(client: Client) -> None:
    changed = _task(enabled=True)
    PeriodicTask.objects.filter(pk=changed.pk).update(enabled=False)
    with pghistory.context(user=4711):
        PeriodicTask.objects.filter(pk=changed.pk).update(enabled=True)
    address = reverse("admin:people_scheduledtaskevent_changelist")
    events = client.get(address, {"q": changed.name}).context["cl"].result_list
    listed = client.get(address).context["cl"].model_admin
    assert [listed.actor_of_change(event) for event in events] == ["4711", "the system"]


def test_columns_of_histories_have_names_in_the_readers_language(client: Client) -> None:
    PeriodicTask.objects.create(name="Added just now", task="none", interval=IntervalSchedule.objects.first())
    names = ("people_scheduledtaskevent", "people_userevent", "pghistory_events")
    shown = [
        client.get(reverse(f"admin:{name}_changelist"), headers={"Accept-Language": "ko"}).content.decode()
        for name in names
    ]
    counted = [(page.lower().count("pgh "), page.count("변경한 사람") > 0, page.count("추가됨") > 0) for page in shown]
    assert counted == [(0, True, True)] * 3
    assert [english for english in ("Search apps", "All applications") if english in shown[0]] == []


@pytest.mark.parametrize(
    ("tracked", "values"),
    [
        (ScheduledInterval, {"every": 3, "period": "hours"}),
        (ScheduledTimes, {"hour": "3"}),
        (ScheduledOnce, {"clocked_time": timezone.now()}),
        (ScheduledBySun, {"event": "sunrise", "latitude": 37, "longitude": 127}),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_so_is_who_changed_when_tasks_run(db: None, tracked: type[Model], values: dict[str, Any]) -> None:
    """Whichever name the row is written by."""
    (library,) = [base for base in tracked.__bases__ if issubclass(base, Model)]
    row = library._default_manager.create(**values)
    library._default_manager.filter(pk=row.pk).delete()
    events = tracked.pgh_event_model.objects.filter(pgh_obj_id=row.pk)  # type: ignore[attr-defined]
    assert [event.pgh_label for event in events.order_by("pk")] == ["insert", "delete"]


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


def test_who_may_only_look_at_everything_writes_nothing(rf: RequestFactory, helper: User) -> None:
    """Rights are given by nobody yet."""
    request = rf.get("/")
    request.user = helper
    entries = {model._meta.label: entry for model, entry in admin.site._registry.items()}
    may = {label: (_may(entry, request), entry.get_actions(request)) for label, entry in entries.items()}
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


def test_no_history_has_a_field_that_is_called_as_a_column_of_all_histories() -> None:
    """It would stand there instead: of an answer, say, who last wrote it and not who made the change."""
    taken = [
        field.name for model in event_models() for field in model._meta.fields if hasattr(HistoryAdmin, field.name)
    ]
    assert taken == []

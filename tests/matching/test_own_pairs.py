"""Who is one of the two has no part in their pair as a manager or administrator: the other's answer is not theirs to read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from exchange.messaging.selectors.worklist import Reader
from exchange.people.models import Researcher, User
from matching.enums import Action, Opinion, OpinionReason, Reply
from matching.models import Decision, Introduction, Opening, Pair, Reaction
from matching.selectors.panels import manager_panel
from matching.selectors.worklist import waiting_pairs
from matching.services.decisions import note_opening, restore_pairs, shortlist_pairs
from matching.services.introductions import reply_to_introduction
from matching.services.reactions import react

ClientOf = Callable[[User | Researcher], Client]
SAID = "Their lab is too far from mine"

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(pair: Pair, us_researcher: Researcher, korean_manager: User) -> Pair:
    """The other one has said something of it, and another manager has read and decided."""
    react(pair, researcher=us_researcher, opinion=Opinion.NOT_FOR_ME, reason=OpinionReason.values[0], note=SAID)
    note_opening(pair, manager=korean_manager)
    shortlist_pairs([pair], manager=korean_manager, reason="Strong")
    return pair


def test_the_queue_holds_no_pair_of_the_managers_own(
    client_of: ClientOf, answered: Pair, manager_in_a_pair: Researcher, korean_manager: User
) -> None:
    assert SAID in client_of(korean_manager).get(reverse("review-detail", args=[answered.public_id])).content.decode()
    client = client_of(manager_in_a_pair)
    assert answered not in {view.pair for view in client.get(reverse("review")).context["views"]}
    page = reverse("review-detail", args=[answered.public_id])
    assert client.get(page).status_code == 404
    for listed in ("?reaction=not_for_me", "?state=shortlisted", ""):
        assert answered not in {view.pair for view in client.get(reverse("review") + listed).context["views"]}


def test_nor_is_it_decided_on_by_them(client_of: ClientOf, answered: Pair, manager_in_a_pair: Researcher) -> None:
    client = client_of(manager_in_a_pair)
    dismissed = {"action": "dismiss", "reason": "Mine"}
    one = client.post(reverse("review-decide-pair", args=[answered.public_id]), dismissed)
    several = client.post(reverse("review-decide"), dismissed | {"pairs": [str(answered.public_id)]})
    api = client.post(reverse("api-decisions"), dismissed | {"pairs": [str(answered.public_id)]})
    assert (one.status_code, several.status_code, api.status_code) == (409, 422, 400)
    assert [decision.action for decision in Decision.objects.all()] == [Action.SHORTLIST]


def test_over_the_api_it_is_not_there_either(
    client_of: ClientOf, answered: Pair, manager_in_a_pair: Researcher, korean_manager: User
) -> None:
    def read(person: User | Researcher) -> tuple[bool, int]:
        client = client_of(person)
        listed = client.get(reverse("api-review")).json()["results"]
        one = client.get(reverse("api-review-pair", args=[answered.public_id]))
        return str(answered.public_id) in {row["public_id"] for row in listed}, one.status_code

    assert (read(korean_manager), read(manager_in_a_pair)) == ((True, 200), (False, 404))


def test_as_a_party_they_read_their_own_answer_alone(
    client_of: ClientOf, answered: Pair, manager_in_a_pair: Researcher
) -> None:
    html = client_of(manager_in_a_pair).get(reverse("suggestion-detail", args=[answered.public_id])).content.decode()
    assert (answered.project is not None and answered.project.title in html, SAID in html) == (True, False)


def test_nor_is_it_counted_for_them(answered: Pair, manager_in_a_pair: Researcher, korean_manager: User) -> None:
    own = User.objects.get(pk=manager_in_a_pair.user_id)
    assert (manager_panel(korean_manager).shortlisted.number, manager_panel(own).shortlisted.number) == (1, 0)
    Opening.objects.all().delete()
    Decision.objects.all().delete()
    restore_pairs([answered], manager=korean_manager)
    Pair.objects.exclude(pk=answered.pk).delete()
    assert list(waiting_pairs(Reader(own))) == []


@pytest.fixture
def in_the_administration(korean_researcher: Researcher) -> User:
    """An administrator who is one of the two."""
    User.objects.filter(pk=korean_researcher.user_id).update(is_staff=True, is_superuser=True)
    return User.objects.get(pk=korean_researcher.user_id)


def rows_for(user: User, model: type[Model], rf: RequestFactory) -> int:
    request = rf.get("/")
    request.user = user
    rows: Any = admin.site.get_model_admin(model).get_queryset(request)
    return int(rows.count())


TOLD = (Reaction, Decision, Opening, Introduction)
HISTORIES = tuple(model.pgh_event_model for model in (Reaction, Decision, Introduction))  # type: ignore[attr-defined]


def test_in_the_administration_they_read_nothing_of_it(
    introduced: Introduction,
    in_the_administration: User,
    staff: User,
    client_of: ClientOf,
    rf: RequestFactory,
) -> None:
    models = (*TOLD, *HISTORIES)
    assert [rows_for(staff, model, rf) > 0 for model in models] == [True] * len(models)
    assert [rows_for(in_the_administration, model, rf) for model in models] == [0] * len(models)
    assert rows_for(staff, Pair, rf) - rows_for(in_the_administration, Pair, rf) == len(
        own_pairs(in_the_administration)
    )
    page = reverse("admin:matching_introduction_change", args=[introduced.pk])
    read = [client_of(user).get(page).status_code for user in (staff, in_the_administration)]
    assert read == [200, 302]


def own_pairs(user: User) -> set[int]:
    return {pair.pk for pair in Pair.objects.all() if user.pk in {party.user_id for party in pair.parties}}


@pytest.fixture
def introduced(answered: Pair, us_researcher: Researcher, korean_manager: User) -> Introduction:
    restore_pairs([answered], manager=korean_manager)
    introduction = Introduction.objects.create(pair=answered, introduced_by=korean_manager)
    Pair.objects.filter(pk=answered.pk).update(state="introduced")
    return reply_to_introduction(introduction, researcher=us_researcher, reply=Reply.DECLINED)


def test_nor_in_the_list_of_all_changes(
    introduced: Introduction, in_the_administration: User, staff: User, client_of: ClientOf
) -> None:
    named = [f"{model._meta.app_label}.{model.__name__}" for model in HISTORIES]

    def shown(user: User) -> set[str]:
        listed = client_of(user).get(reverse("admin:pghistory_events_changelist")).context["cl"].queryset
        return set(listed.filter(pgh_model__in=named).values_list("pgh_model", flat=True))

    assert (shown(staff), shown(in_the_administration)) == (set(named), set())

"""*Match review* and *Runs* in the browser."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from exchange.people.enums import Audience, Side
from exchange.people.models import Organisation, Researcher, Topic, User
from exchange.people.services.consent import withdraw_consent
from exchange.programmes.models import Agency, Programme
from exchange.projects.models import Project
from matching.enums import Action, PairState
from matching.models import Decision, Introduction, Match, Pair
from matching.selectors import review
from matching.selectors.pairs import of_researcher
from matching.services.decisions import dismiss_pairs, shortlist_pairs
from tests.programmes.cast import make_officer

ClientOf = Callable[[User | Researcher], Client]


@pytest.mark.parametrize("name", ["review", "run-list"])
def test_only_managers_may_enter(name: str, client_of: ClientOf, korean_manager: User, outsider: User) -> None:
    assert client_of(korean_manager).get(reverse(name)).status_code == HTTPStatus.OK
    assert client_of(outsider).get(reverse(name)).status_code == HTTPStatus.FORBIDDEN
    assert Client().get(reverse(name)).status_code == HTTPStatus.FOUND


def decide_address(pair: Pair) -> str:
    return reverse("review-decide-pair", args=[pair.public_id])


def test_a_consent_withdrawn_meanwhile_closes_the_pair_and_gives_back_what_was_typed(
    client_of: ClientOf, korean_researcher: Researcher, award: Project, us_manager: User
) -> None:
    pair = Pair.objects.create(researcher=korean_researcher, project=award)
    client, address = client_of(us_manager), reverse("review-detail", args=[pair.public_id])
    assert client.get(address).content.decode().count("Minji Han") > 0
    withdraw_consent(korean_researcher, country=Side.US)
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    refused = client.post(decide_address(pair), {"action": Action.DISMISS, "reason": "Same group as before"})
    shown = refused.content.decode()
    assert (refused.status_code, shown.count("Same group as before"), shown.count("Minji Han")) == (409, 1, 0)
    bulk = client.post(
        reverse("review-decide"), {"pairs": [str(pair.public_id)], "action": Action.DISMISS, "reason": "Known"}
    )
    assert (bulk.status_code, bulk.content.decode().count('value="Known"')) == (422, 1)
    assert Decision.objects.count() == 0


def test_the_panel_comes_alone_to_htmx_and_with_the_queue_otherwise(
    client_of: ClientOf, pair: Pair, korean_manager: User
) -> None:
    client, address = client_of(korean_manager), reverse("review-detail", args=[pair.public_id])
    whole, piece = client.get(address, {"state": ""}), client.get(address, headers={"HX-Request": "true"})
    assert [answer.content.decode().count("<html") for answer in (whole, piece)] == [1, 0]
    assert [answer.content.decode().count(f'data-pair="{pair.public_id}"') for answer in (whole, piece)] == [1, 1]
    assert "HX-Request" in piece.headers["Vary"]
    back = client.get(address, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert back.content.decode().count("<html") == 1


def test_dismissing_without_a_reason_shows_the_form_again(
    client_of: ClientOf, pair: Pair, korean_manager: User
) -> None:
    client = client_of(korean_manager)
    refused = client.post(decide_address(pair), {"action": Action.DISMISS, "reason": " "})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert list(refused.context["decision"].errors) == ["reason"]
    assert refused.content.decode().count('aria-describedby="reason-error"') == 1
    decided = client.post(f"{decide_address(pair)}?state=open", {"action": Action.DISMISS, "reason": "Same group"})
    assert decided.headers["Location"] == f"{reverse('review-detail', args=[pair.public_id])}?state=open"
    assert Decision.objects.get().reason == "Same group"


def test_whoever_comes_second_reads_who_was_first_and_keeps_the_text(
    client_of: ClientOf, pair: Pair, korean_manager: User, us_manager: User
) -> None:
    dismiss_pairs([pair], manager=us_manager, reason="No")
    late = client_of(korean_manager).post(
        decide_address(pair), {"action": Action.INTRODUCE, "message": "Your work meets."}, headers={"HX-Request": "1"}
    )
    shown = late.content.decode()
    assert late.status_code == HTTPStatus.CONFLICT
    assert shown.count("Your work meets.") == 1
    assert late.context["view"].pair.decisions.all()[0].decided_by == us_manager


def test_a_decision_by_htmx_renews_the_row_and_can_be_undone(
    client_of: ClientOf, pair: Pair, korean_manager: User
) -> None:
    client, htmx = client_of(korean_manager), {"HX-Request": "true"}
    done = client.post(decide_address(pair), {"action": Action.SHORTLIST}, headers=htmx)
    assert done.content.decode().count('hx-swap-oob="true"') == 1
    assert done.context["view"].pair.open_actions == (Action.DISMISS, Action.RESTORE, Action.INTRODUCE)
    client.post(decide_address(pair), {"action": Action.RESTORE}, headers=htmx)
    pair.refresh_from_db()
    assert pair.state == PairState.SUGGESTED


def test_deciding_in_bulk_keeps_ticks_and_text_when_refused(
    client_of: ClientOf, pair: Pair, korean_manager: User
) -> None:
    client, chosen = client_of(korean_manager), [str(key) for key in Pair.objects.values_list("public_id", flat=True)]
    refused = client.post(reverse("review-decide"), {"pairs": chosen, "action": Action.DISMISS})
    assert (refused.status_code, refused.content.decode().count(" checked")) == (422, len(chosen))
    address = f"{reverse('review-decide')}?state=open&page=1"
    done = client.post(address, {"pairs": chosen, "action": Action.DISMISS, "reason": "Off"})
    assert done.headers["Location"] == f"{reverse('review')}?state=open&page=1"
    assert Pair.objects.filter(state=PairState.DISMISSED).count() == len(chosen)


@pytest.mark.parametrize(
    ("few", "many"),
    [(review.FEW, review.MANY), (0, review.MANY), (0, 0)],
    ids=["named", "in one array", "one by one"],
)
def test_filters(
    few: int,
    many: int,
    client_of: ClientOf,
    pair: Pair,
    korean_researcher: Researcher,
    korean_manager: User,
    us_manager: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(review, "FEW", few)
    monkeypatch.setattr(review, "MANY", many)
    topic = Topic.objects.create(
        openalex_id="T1", name="Trust in robots", subfield="HCI", field="CS", domain="Physical"
    )
    korean_researcher.topics.add(topic)
    shortlist_pairs([pair], manager=us_manager)
    client, every = client_of(korean_manager), Pair.objects.count()

    def found(**filters: str) -> int:
        return int(client.get(reverse("review"), {"state": "", **filters}).context["page"].paginator.count)

    of_korean = Pair.objects.filter(of_researcher(korean_researcher)).count()
    assert found(topic="trust in") == of_korean < every
    assert found(decided_by=str(us_manager.pk)) == found(state="shortlisted") == 1
    assert found(decided_by="nobody") == every - 1
    assert found(kind="people") == Pair.objects.filter(project=None).count()
    assert found(side="KR", kind="projects") == Pair.objects.filter(researcher=korean_researcher, partner=None).count()
    assert found(text=korean_researcher.name_romanised) == of_korean
    assert found(text="no such text") == 0
    assert found(text=korean_researcher.organisation.name) >= of_korean
    assert (found(minimum="much"), found(side="XX"), found(decided_by="me")) == (every, every, every)
    korean_researcher.visibility["topics"] = Audience.ONLY_ME
    korean_researcher.save()
    assert found(topic="trust in") == 0


def test_introducing_in_bulk_is_all_or_nothing(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, award: Project, korean_manager: User
) -> None:
    unanswerable = Pair.objects.get(researcher=korean_researcher, project=award)
    chosen = [str(pair.public_id), str(unanswerable.public_id)]
    answer = client_of(korean_manager).post(reverse("review-decide"), {"pairs": chosen, "action": Action.INTRODUCE})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert Introduction.objects.count() == 0
    pair.refresh_from_db()
    assert pair.state == PairState.SUGGESTED


def test_a_decided_pair_that_no_run_suggests_comes_last(
    client_of: ClientOf, pair: Pair, us_researcher: Researcher, award: Project, korean_manager: User
) -> None:
    unmatched = Pair.objects.get(researcher=us_researcher, project=award)
    Match.objects.filter(pair=unmatched).delete()
    views = client_of(korean_manager).get(reverse("review")).context["views"]
    assert views[-1].pair == unmatched


def test_opened_by_one_side_a_pair_stays_unseen_for_the_other(
    client_of: ClientOf, pair: Pair, korean_manager: User, us_manager: User
) -> None:
    Pair.objects.exclude(pk=pair.pk).delete()
    korean, american = client_of(korean_manager), client_of(us_manager)

    def unseen(client: Client) -> list[Pair]:
        page = client.get(reverse("review"), {"unseen": "on"})
        listed = client.get(reverse("api-review"), {"unseen": "true", "state": "open"}).json()["results"]
        pairs = [view.pair for view in page.context["views"]]
        assert [row["public_id"] for row in listed] == [str(pair.public_id) for pair in pairs]
        assert page.content.decode().count('id="unseen-') == len(pairs)
        return pairs

    assert (unseen(korean), unseen(american)) == ([pair], [pair])
    address = reverse("review-detail", args=[pair.public_id])
    pieces = [korean.get(address, headers={"HX-Request": "true"}).content.decode() for _time in range(2)]
    assert [piece.count('hx-swap-oob="delete"') for piece in pieces] == [1, 0]
    assert pieces[0].count(f"First opened for Korea by {korean_manager}") == 1
    assert (unseen(korean), unseen(american)) == ([], [pair])
    american.get(reverse("api-review-pair", args=[pair.public_id]))
    assert (unseen(korean), unseen(american)) == ([], [])
    assert [(row.side, row.opened_by) for row in pair.openings.all()] == [
        (Side.KR, korean_manager),
        (Side.US, us_manager),
    ]


def test_what_was_decided_unopened_is_seen(
    client_of: ClientOf, pair: Pair, korean_manager: User, us_manager: User
) -> None:
    Pair.objects.exclude(pk=pair.pk).delete()
    shortlist_pairs([pair], manager=korean_manager)
    found = [client_of(user).get(reverse("review"), {"unseen": "on"}) for user in (korean_manager, us_manager)]
    assert [[view.pair for view in page.context["views"]] for page in found] == [[], [pair]]


def test_what_a_side_decided_stays_seen_when_the_office_of_who_decided_ends(
    client_of: ClientOf, pair: Pair, korean_manager: User, iitp: Agency, programme: Programme
) -> None:
    Pair.objects.exclude(pk=pair.pk).delete()
    shortlist_pairs([pair], manager=korean_manager)
    korean_manager.agency_offices.all().delete()
    successor = make_officer("next@example.org", iitp, programme)
    page = client_of(successor).get(reverse("review"), {"unseen": "on"})
    assert [view.pair for view in page.context["views"]] == []


def test_an_organisation_that_a_person_entered_is_marked_wherever_others_read_it(
    client_of: ClientOf, pair: Pair, korean_researcher: Researcher, korean_manager: User, project: Project
) -> None:
    assert project.lead is not None
    organisation = project.lead.organisation
    Project.objects.filter(pk=project.pk).update(organisation=organisation)
    addresses = {
        "person-list": (korean_researcher, ["?side=US"]),
        "person-detail": (korean_researcher, [project.lead.public_id]),
        "project-list": (korean_researcher, [f"?text={project.title}"]),
        "project-detail": (korean_researcher, [project.public_id]),
        "suggestion-detail": (korean_researcher, [pair.public_id]),
        "review-detail": (korean_manager, [pair.public_id]),
    }

    def marks() -> dict[str, int]:
        found = {}
        for name, (reader, (asked,)) in addresses.items():
            address = reverse(name) + asked if isinstance(asked, str) else reverse(name, args=[asked])
            found[name] = client_of(reader).get(address).content.decode().count("Organisation not verified")
        return found

    assert set(marks().values()) == {0}
    Organisation.objects.filter(name=str(organisation)).update(is_verified=False)
    assert marks() == {
        "person-list": 1,
        "person-detail": 1,
        "project-list": 1,
        "project-detail": 1,
        "suggestion-detail": 1,
        "review-detail": 2,
    }

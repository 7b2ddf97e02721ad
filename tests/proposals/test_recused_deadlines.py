"""Who competes in a call moves none of its deadlines, gives and reads no codes, and neither publishes nor closes it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.people.models import Researcher, User
from exchange.programmes.enums import CallState
from exchange.programmes.models import (
    Call,
    LateCode,
    StageExtension,
)
from exchange.programmes.services import close_call, extend_stage, make_late_code, publish_call
from exchange.proposals.enums import ProposalState
from exchange.proposals.models import Proposal

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | Researcher], Client]
WORDS = "another manager publishes and closes the call, extends its deadlines and issues late-entry codes."
LATER = {"reason": "Strike", "time_zone": "UTC"}


@pytest.fixture
def late_code(call: Call, korean_manager: User) -> LateCode:
    """That another manager gave to somebody."""
    ends = timezone.now() + timedelta(days=60)
    return make_late_code(call.stages.get(), uses=1, expires_at=ends, reason="Fire at their lab", by=korean_manager)


def later() -> str:
    return (timezone.now() + timedelta(days=90)).strftime("%Y-%m-%dT%H:%M")


def asked(client: Client, call: Call) -> dict[str, Any]:
    """Every door that sets a term of the call, and its answer."""
    page, one = reverse("stage-deadline", args=[call.public_id, "white_paper"]), call.public_id
    codes, moved = reverse("api-call-late-codes", args=[one, "white_paper"]), f"{later()}:00Z"
    posted = {
        "extend": (page, {"closes_at": later(), **LATER}),
        "code": (page, {"uses": 1, "expires_at": later(), **LATER}),
        "publish": (reverse("call-publish", args=[one]), {"note": "Clearer"}),
        "close": (reverse("call-close", args=[one]), {}),
    }
    sent = {
        "api extend": (
            reverse("api-call-extensions", args=[one, "white_paper"]),
            {"closes_at": moved, "reason": "Strike"},
        ),
        "api code": (codes, {"uses": 1, "expires_at": moved, "reason": "Strike"}),
        "api publish": (reverse("api-call-versions", args=[one]), {"note": "Clearer"}),
        "api close": (reverse("api-call-closing", args=[one]), {}),
    }
    found = {name: client.post(address, body) for name, (address, body) in posted.items()}
    for name, (address, body) in sent.items():
        found[name] = client.post(address, body, content_type="application/json")
    return {**found, "api codes": client.get(codes)}


def test_every_door_names_another_manager(
    client_of: SignIn, competitor: User, korean_manager: User, call: Call, proposal: Proposal, late_code: LateCode
) -> None:
    answers = asked(client_of(competitor), call)
    assert {name: (one.status_code, WORDS in one.content.decode()) for name, one in answers.items()} == dict.fromkeys(
        answers, (403, True)
    )
    assert (StageExtension.objects.count(), LateCode.objects.count(), call.versions.count()) == (0, 1, 1)
    assert Call.objects.get(pk=call.pk).state == CallState.PUBLISHED
    assert 403 not in {one.status_code for one in asked(client_of(korean_manager), call).values()}
    assert (StageExtension.objects.exists(), LateCode.objects.count() > 1) == (True, True)
    Call.objects.filter(pk=call.pk).update(state=CallState.PUBLISHED)
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.WITHDRAWN)
    assert 403 not in {one.status_code for one in asked(client_of(competitor), call).values()}


def test_their_pages_show_neither_codes_nor_forms(
    client_of: SignIn, competitor: User, korean_manager: User, call: Call, late_code: LateCode
) -> None:
    pages = [reverse("stage-deadline", args=[call.public_id, "white_paper"]), call.get_absolute_url()]
    forms = ('name="closes_at"', 'name="uses"', reverse("call-close", args=[call.public_id]), f'href="{pages[0]}"')
    traces = (late_code.code, late_code.reason, *forms)

    def found(user: User) -> set[str]:
        text = "".join(client_of(user).get(page).content.decode() for page in pages)
        return {trace for trace in (*traces, WORDS) if trace in " ".join(text.split())}

    assert (found(korean_manager), found(competitor)) == (set(traces), {WORDS})


def test_the_editor_offers_them_no_publishing(
    client_of: SignIn, competitor: User, korean_manager: User, call: Call
) -> None:
    Call.objects.filter(pk=call.pk).update(draft={**call.draft, "summary": {"en": "Teams", "ko": "팀"}})
    page, form = reverse("call-edit", args=[call.public_id, "basics"]), reverse("call-publish", args=[call.public_id])
    shown = [client_of(user).get(page).content.decode() for user in (korean_manager, competitor)]
    assert [(form in text, WORDS in text) for text in shown] == [(True, False), (False, True)]


def test_the_administration_shows_them_no_codes_given_to_others(
    client_of: SignIn, competitor: User, staff: User, proposal: Proposal, late_code: LateCode
) -> None:
    User.objects.filter(pk=competitor.pk).update(is_staff=True, is_superuser=True)

    def counted(user: User) -> list[int]:
        lists = [reverse(f"admin:programmes_{name}_changelist") for name in ("latecode", "latecodeevent")]
        return [client_of(user).get(one).context["cl"].result_count for one in lists]

    assert (counted(staff), counted(competitor)) == ([1, 1], [0, 0])
    Proposal.objects.filter(pk=proposal.pk).update(state=ProposalState.WITHDRAWN)
    assert counted(competitor) == [1, 1]


@pytest.mark.parametrize("act", ["extend", "code", "publish", "close"])
def test_the_services_refuse_it_whichever_door_asks(competitor: User, call: Call, act: str) -> None:
    stage, ends = call.stages.get(), timezone.now() + timedelta(days=90)
    acts: dict[str, Callable[[], object]] = {
        "extend": lambda: extend_stage(stage, closes_at=ends, reason="Strike", by=competitor),
        "code": lambda: make_late_code(stage, uses=1, expires_at=ends, reason="Strike", by=competitor),
        "publish": lambda: publish_call(call, note="", by=competitor),
        "close": lambda: close_call(call, by=competitor),
    }
    with pytest.raises(PermissionDenied, match="another manager"):
        acts[act]()

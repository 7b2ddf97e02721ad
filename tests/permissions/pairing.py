"""Concept papers of a call whose partners are matched."""

from datetime import timedelta

import pytest
from django.utils import timezone

from exchange.pairing.models import FirstReview, PairingRound
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.programmes.models import Call
from exchange.proposals.models import Proposal
from tests.permissions.addresses import World
from tests.permissions.roles import AUTHORS, CALL_MANAGERS
from tests.permissions.rows import acts, form, reads, rows
from tests.proposals.papers import hand_in

SUBJECTS = {"pairing": "call", "call-pairing": "call", "proposal-priorities": "paper"}


@pytest.fixture
def pairing_world(pairing_call: Call, accounts: dict[str, User]) -> World:
    paper = _paper(pairing_call, accounts["korean"].researcher)
    return {"call": pairing_call.public_id, "paper": paper.public_id}


def _paper(call: Call, researcher: Researcher) -> Proposal:
    """Submitted, goes on, and its team may say with whom."""
    paper = hand_in(call, researcher, "공장의 신뢰", "Trust on the floor")
    call.stages.filter(kind="concept_paper").update(closes_at=timezone.now() - timedelta(hours=1))
    agency = call.programme.agencies.get(side=Side.KR)
    FirstReview.objects.create(proposal=paper, agency=agency, is_eligible=True)
    PairingRound.objects.create(call=call, closes_at=timezone.now() + timedelta(days=3))
    return paper


ROWS = rows(
    reads("call-pairing api-pairing-papers", to=CALL_MANAGERS),
    form("api-pairing!POST!PATCH", to=CALL_MANAGERS),
    acts("pairing-reviews pairing-open pairing-closing pairing-close pairing-run pairing-confirm", to=CALL_MANAGERS),
    acts("api-pairing-reviews!PUT api-pairing-actions", to=CALL_MANAGERS),
    form("proposal-priorities api-proposal-priorities!PUT", to=AUTHORS),
)

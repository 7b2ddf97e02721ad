"""The demo: made by the same services as real use, complete, and made once."""

import csv
from collections import Counter
from io import StringIO

import pytest
from django.core.files.storage import default_storage

from exchange.dossiers.checks.registry import may_submit
from exchange.messaging.models import OutboxMessage
from exchange.office.enums import BatchState, ExportState, RecipientState
from exchange.office.models import Export, MessageBatch
from exchange.pairing.selectors.first_review import managed_papers
from exchange.people.models import Researcher, Topic
from exchange.programmes.models import Agency, Call
from exchange.projects.models import Project
from exchange.proposals.checks import CHECKS
from exchange.proposals.enums import MemberState, ProposalState
from exchange.proposals.models import Proposal, Submission, TeamMember
from exchange.proposals.selectors.drafts import load_draft
from exchange.web.demo.loading import load


@pytest.mark.django_db
def test_the_demo_has_a_proposal_in_every_state_and_is_loaded_once(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    first = load()
    Agency.objects.update(contact_email="", contact_page="")  # as a demo from before there were contacts
    second = load()
    assert [one.is_reachable for one in Agency.objects.all()] == [True, True]
    assert [account.email for account in first] == [account.email for account in second]
    call = Call.objects.get(title_en__startswith="AFOSR")
    assert call.is_open
    assert Counter(Proposal.objects.filter(call=call).values_list("stage", "state")) == {
        ("white_paper", ProposalState.DRAFT): 2,
        ("white_paper", ProposalState.SUBMITTED): 1,
        ("white_paper", ProposalState.INFORMATION_ASKED): 1,
        ("white_paper", ProposalState.WITHDRAWN): 1,
        ("full_proposal", ProposalState.DRAFT): 1,
        ("white_paper", ProposalState.NOT_ADVANCED): 1,
    }
    assert Submission.objects.filter(proposal__call=call).count() == 5
    assert [one.is_open for one in Call.objects.exclude(pk=call.pk)] == [False, False]


@pytest.mark.django_db
def test_the_demo_has_concept_papers_of_both_sides_that_wait_for_the_korean_results(
    settings: object, tmp_path: object
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    load(), load()
    papers = managed_papers(Call.objects.get(title_en__startswith="IITP–BMWK"))
    assert Counter((one.paper.side, [review.is_eligible for review in one.reviews] == [True]) for one in papers) == {
        ("KR", False): 3,
        ("US", True): 2,
        ("US", False): 1,
    }
    for one in papers:
        draft = load_draft(one.paper.proposal)
        assert may_submit(CHECKS.run(draft))
        assert [row.digest for row in one.paper.proposal.submissions.all()] == [draft.digest()]
        assert one.paper.abstract == draft.answer(draft.definition.questions[0], one.paper.side)


@pytest.mark.django_db
def test_the_office_has_a_finished_export_and_messages_sent_and_waiting(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    load(), load()
    exports = Export.objects.order_by("pk")
    assert [(one.state, one.done, one.total) for one in exports] == [(ExportState.DONE, 7, 7)] * 2
    assert [(one.requested_by.email, one.language) for one in exports] == [
        ("manager-kr@demo.example.org", "ko"),
        ("manager-us@demo.example.org", "en"),
    ]
    with default_storage.open(exports[1].path) as file:
        assert len(list(csv.reader(StringIO(file.read().decode("utf-8-sig"))))) == 8
    sent, waiting = MessageBatch.objects.order_by("pk")
    assert (sent.state, waiting.state) == (BatchState.SENT, BatchState.DRAFT)
    states = dict(Proposal.objects.values_list("pk", "state"))
    written = {(states[one.row_id], one.state) for one in sent.recipients.all()}
    assert (written, sent.recipients.count()) == ({(ProposalState.SUBMITTED, RecipientState.WRITTEN)}, 2)
    assert OutboxMessage.objects.filter(key__startswith="batch-").count() == 2
    drafts = Proposal.objects.filter(call=waiting.scope_id, state=ProposalState.DRAFT)
    people = TeamMember.objects.filter(proposal__in=drafts, state=MemberState.ACCEPTED)
    assert sorted(waiting.recipients.values_list("place_id", flat=True)) == sorted(people.values_list("pk", flat=True))


@pytest.mark.django_db
def test_everybody_in_the_demo_has_topics_that_read_in_korean_too(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    load(), load()
    assert not Researcher.objects.filter(topics=None).exists()
    assert not Project.objects.filter(topics=None).exists()
    assert (Topic.objects.count(), Topic.objects.filter(name_ko="").count()) == (10, 0)

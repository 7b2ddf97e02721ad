"""What all parties confirmed is kept, numbered, and never changes."""

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction

from exchange.dossiers.selectors.snapshots import names_file
from exchange.dossiers.values.reading import compare, passages_of, read_answers, read_files
from exchange.dossiers.values.refusal import Refused
from tests.concurrency import Beside
from tests.dossiers.cast import say
from tests.dossiers.documents import pdf
from tests.dossiers.trial.models import Plan, PlanConfirmation, PlanFile, PlanVersion
from tests.dossiers.trial.services import attach, confirm, hand_in, load
from tests.dossiers.trial.values import DOCUMENTS, QUESTIONS

pytestmark = pytest.mark.django_db


def confirm_all(plan: Plan) -> None:
    digest = load(plan).digest()
    confirm(plan, "visitor", digest, plan.visitor)
    confirm(plan, "host", digest, plan.host)


def test_only_what_was_read_and_fulfils_the_rules_is_confirmed(complete: Plan) -> None:
    read = load(complete).digest()
    say(complete, "aim", "visitor", "Teach", version=1)
    with pytest.raises(Refused, match="changed since you read it"):
        confirm(complete, "visitor", read, complete.visitor)
    say(complete, "aim", "visitor", "x" * 21, version=2)
    with pytest.raises(Refused, match="Not every rule"):
        confirm(complete, "visitor", load(complete).digest(), complete.visitor)
    assert not PlanConfirmation.objects.exists()
    say(complete, "aim", "visitor", "x" * 20, version=3)
    confirm(complete, "visitor", load(complete).digest(), complete.visitor)
    confirm(complete, "visitor", load(complete).digest(), complete.host)
    assert [row.confirmed_by for row in PlanConfirmation.objects.all()] == [complete.host]


def test_a_change_makes_confirmations_void(complete: Plan) -> None:
    with pytest.raises(Refused, match="Not confirmed: visitor, host"):
        hand_in(complete, complete.visitor)
    confirm_all(complete)
    attach(complete, "letter", "host", ContentFile(pdf(), name="other.pdf"), complete.host)
    confirm(complete, "host", load(complete).digest(), complete.host)
    with pytest.raises(Refused, match=r"Not confirmed: visitor\."):
        hand_in(complete, complete.visitor)


def test_versions_are_numbered_and_the_same_content_stays_one(complete: Plan) -> None:
    confirm_all(complete)
    first = hand_in(complete, complete.visitor)
    assert hand_in(complete, complete.host) == first
    say(complete, "aim", "host", "Teach well", version=1)
    with pytest.raises(Refused):
        hand_in(complete, complete.visitor)
    confirm_all(complete)
    second = hand_in(complete, complete.host)
    assert [(row.number, row.submitted_by) for row in (first, second)] == [(1, complete.visitor), (2, complete.host)]
    assert first.receipt != second.receipt
    old, new = (dict(passages_of(read_answers(row.content["answers"], QUESTIONS))) for row in (first, second))
    assert [(part.label, part.party, part.changes[-1].text) for part in compare(old, new)] == [("Aim", "host", " well")]
    [letter] = read_files(second.content["files"], DOCUMENTS)
    assert (str(letter.label), letter.party, letter.name) == ("Letter", "host", "letter.pdf")


def test_a_file_is_for_readers_of_versions_once_one_names_it(complete: Plan) -> None:
    letter = PlanFile.objects.get()
    named = {"document": letter.document, "party": letter.party, "sha256": letter.sha256}
    versions = PlanVersion.objects.filter(plan=complete)
    assert not names_file(versions, **named)
    confirm_all(complete)
    hand_in(complete, complete.visitor)
    assert names_file(versions, **named)
    other = {"document": "insurance", "party": "visitor", "sha256": "0" * 64}
    assert [names_file(versions, **(named | {name: value})) for name, value in other.items()] == [False] * 3


def test_the_database_lets_nobody_change_or_delete_one(complete: Plan) -> None:
    confirm_all(complete)
    kept = PlanVersion.objects.filter(pk=hand_in(complete, complete.visitor).pk)
    for change in ({"content": {}}, {"number": 7}, {"digest": "0"}, {"submitted_at": "2020-01-01T00:00Z"}):
        with pytest.raises(DatabaseError, match="Cannot update rows"), transaction.atomic():
            kept.update(**change)
    with pytest.raises(DatabaseError, match="Cannot delete rows"), transaction.atomic():
        kept.delete()
    assert kept.update(submitted_by=None) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_once_both_get_the_same(complete: Plan) -> None:
    confirm_all(complete)
    with transaction.atomic():
        first = hand_in(complete, complete.visitor)
        second = Beside(lambda: hand_in(complete, complete.host))
        second.wait_until_it_waits()
    assert second.end() == first

"""Everything that a plan of stay needs, each in a few lines over what all dossiers share."""

from typing import Any

from django.contrib.postgres.functions import TransactionNow
from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from exchange.dossiers.enums import FileState
from exchange.dossiers.selectors.snapshots import party_states
from exchange.dossiers.services import answers, attachments, snapshots
from exchange.dossiers.values.content import AnswerKey
from exchange.dossiers.values.content import File as HandedIn
from exchange.dossiers.values.questions import Party, Question
from exchange.dossiers.values.refusal import Refused
from exchange.people.models import User
from tests.dossiers.trial.models import Plan, PlanAnswer, PlanConfirmation, PlanFile, PlanVersion
from tests.dossiers.trial.values import CHECKS, PlanContent


def saved_answers(plan: Plan) -> dict[AnswerKey, PlanAnswer]:
    return {(row.question, row.party): row for row in PlanAnswer.objects.filter(plan=plan)}


def files_now(plan: Plan) -> dict[tuple[str, str], PlanFile]:
    return {(row.document, row.party): row for row in PlanFile.objects.filter(plan=plan, state=FileState.CURRENT)}


def load(plan: Plan) -> PlanContent:
    files = (
        HandedIn(row.document, row.party, row.name, row.size, row.pages, row.sha256) for row in files_now(plan).values()
    )
    return PlanContent(answers={key: row.value for key, row in saved_answers(plan).items()}, files=tuple(files))


@transaction.atomic
def save(plan: Plan, question: Question, party: Party, typed: Any, version: int, by: User) -> PlanAnswer:
    of = str(party or "")
    place = PlanAnswer.objects.filter(plan=plan, party=of, question=question.key)
    first = PlanAnswer(plan=plan, party=of)
    return answers.save_answer(place, first=first, question=question, typed=typed, version=version, by=by)


def attach(plan: Plan, document: str, party: str, file: File, by: User) -> PlanFile:
    own = PlanFile.objects.filter(plan=plan, document=document)

    def lock() -> PlanContent:
        Plan.objects.filter(pk=plan.pk).update(changed_at=timezone.now())
        return load(plan)

    def beside(of: Party) -> QuerySet[PlanFile]:
        return own.filter(party=of) if of else own

    new = PlanFile(plan=plan, document=document, party=party)
    return attachments.attach_file(new, file=file, party=party, by=by, lock=lock, beside=beside)


@transaction.atomic
def confirm(plan: Plan, party: str, digest: str, by: User) -> PlanConfirmation:
    Plan.objects.select_for_update().get(pk=plan.pk)
    return snapshots.confirm_content(
        PlanConfirmation.objects.all(),
        of={"plan": plan, "party": party},
        content=load(plan),
        checks=CHECKS,
        digest=digest,
        by=by,
    )


@transaction.atomic
def hand_in(plan: Plan, by: User) -> PlanVersion:
    """What all parties confirmed; the same content twice stays one."""
    locked = Plan.objects.select_for_update().annotate(now=TransactionNow()).get(pk=plan.pk)
    content = load(plan)
    digest = content.digest()
    latest = PlanVersion.objects.filter(plan=plan).order_by("-number").first()
    if latest is not None and latest.digest == digest:
        return latest
    snapshots.require_fulfilled(CHECKS, content)
    confirmations = {row.party: row for row in PlanConfirmation.objects.filter(plan=plan)}
    states = party_states(content, confirmations, digest=digest)
    if missing := [one.party for one in states if not one.is_current]:
        raise Refused(f"Not confirmed: {', '.join(missing)}.")
    return snapshots.keep_snapshot(
        PlanVersion(plan=plan), content=content, digest=digest, after=latest, by=by, at=locked.now
    )

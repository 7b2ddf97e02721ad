"""What the office of a call has after some weeks: finished exports, a message that was sent, one to be reviewed."""

from django.utils import translation

from exchange.office.enums import ExportFormat
from exchange.office.models import Export, MessageBatch
from exchange.office.services.batch import deliver_batch, review_batch, send_batch, write_batch
from exchange.office.services.export import request_export, write_export
from exchange.people.enums import Side
from exchange.people.models import User
from exchange.programmes.models import Call
from exchange.proposals.enums import BatchAudience, ProposalState
from exchange.proposals.selectors.managed import PROPOSALS
from exchange.proposals.services.figures import count_changed
from exchange.proposals.values.listing import Order, ProposalListing
from exchange.web.demo.files import note_folder

SENT = {
    "audience": BatchAudience.LEADS,
    "subject_en": "{title}: what happens next",
    "subject_ko": "{title}: 이후 절차 안내",
    "body_en": (
        "Dear {name},\n\nyour {stage} to {call} has arrived as number {number}. You can replace it until {deadline}.\n\n"
        "Both agencies read it after that. You need not do anything meanwhile.\n\n{link}"
    ),
    "body_ko": (
        "{name} 님께\n\n{call}에 제출하신 {stage}가 {number}번으로 접수되었습니다. {deadline}까지 다시 제출하실 수 있습니다.\n\n"
        "이후 두 기관이 함께 검토합니다. 그동안 따로 하실 일은 없습니다.\n\n{link}"
    ),
}
WAITING = {
    "audience": BatchAudience.TEAM,
    "subject_en": "{title} is not submitted yet",
    "subject_ko": "{title}: 아직 제출되지 않았습니다",
    "body_en": (
        "Dear {name},\n\n{call} closes for the {stage} on {deadline}, and your proposal is still a draft. Both sides confirm "
        "before it can be submitted: please leave a few days for that.\n\n{link}"
    ),
    "body_ko": (
        "{name} 님께\n\n{call}의 {stage} 접수는 {deadline}에 마감되며, 과제는 아직 작성 중입니다. 제출 전에 양측이 모두 확인해야 하니 "
        "며칠 여유를 두어 주세요.\n\n{link}"
    ),
}


def load_office(call: Call, managers: dict[Side, User]) -> None:
    """Nothing where the call has had messages or exports already, or nobody to write to."""
    known = [PROPOSALS.kept(model.objects.all(), call).exists() for model in (MessageBatch, Export)]
    if any(known) or not call.proposals.exists():
        return
    count_changed()
    _export(call, ExportFormat.XLSX, by=managers[Side.KR])
    _export(call, ExportFormat.CSV, by=managers[Side.US])
    submitted = ProposalListing(state=ProposalState.SUBMITTED)
    _send(write_batch(PROPOSALS, call, listing=submitted, texts=SENT, by=managers[Side.KR]), managers)
    write_batch(
        PROPOSALS, call, listing=ProposalListing(state=ProposalState.DRAFT), texts=WAITING, by=managers[Side.KR]
    )


def _export(call: Call, file_format: ExportFormat, *, by: User) -> None:
    """Each manager's own, in their language: nobody else can fetch it."""
    with translation.override(by.language):
        export = request_export(
            PROPOSALS, call, listing=ProposalListing(order=Order.FILLED), file_format=file_format, by=by
        )
    note_folder(export.folder)
    write_export(export.pk)


def _send(batch: MessageBatch, managers: dict[Side, User]) -> None:
    """Written by one agency's manager, read by the other's, sent by the first."""
    review_batch(batch, revision=batch.revision, by=managers[Side.US])
    send_batch(batch, revision=batch.revision, by=managers[Side.KR])
    deliver_batch(batch.pk)

"""Administration of proposals: everything can be found and read, nothing that a team wrote or signed is rewritten."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from exchange.messaging.admin import OutboxMessageAdmin
from exchange.messaging.enums import Category
from exchange.messaging.models import OutboxMessage
from exchange.money.amounts import format_money
from exchange.people.admin.bases import HistoryAdmin, ReadOnlyAdmin, register_history
from exchange.programmes.admin import Recused, RecusedAdmin, RecusedHistoryAdmin
from exchange.proposals import models
from exchange.proposals.rules import places_in_force

TELLS_OF_TEAMS = (Category.CALL, Category.PROPOSAL, Category.DIGEST)


class OfProposal(Recused):
    to_call = "proposal__call"


class OfProposalAdmin(OfProposal, ReadOnlyAdmin):
    pass


class OfProposalHistoryAdmin(OfProposal, HistoryAdmin):
    pass


admin.site.unregister(OutboxMessage)


@admin.register(OutboxMessage)
class MailAdmin(OutboxMessageAdmin):
    """Mail names teams, their decisions and receipts, and not its call: who competes in any reads what went to them."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        mail: QuerySet[Any] = super().get_queryset(request)
        if not places_in_force(request.user).exists():
            return mail
        return mail.filter(Q(user=request.user.pk) | ~Q(category__in=TELLS_OF_TEAMS))


class TeamMemberInline(TabularInline):
    model = models.TeamMember
    fields = ["name", "email", "side", "role", "state", "signed_off_at"]
    readonly_fields = fields
    can_delete = False
    extra = 0
    max_num = 0


@admin.register(models.Proposal)
class ProposalAdmin(RecusedAdmin):
    inlines = [TeamMemberInline]
    list_display = ["__str__", "call", "stage", "state", "submitted_at", "changed_at"]
    list_filter = ["state", "stage", "call"]
    list_select_related = ["call"]
    search_fields = ["title_en", "title_ko", "public_id", "members__name", "members__email"]
    date_hierarchy = "created_at"


@admin.register(models.TeamMember)
class TeamMemberAdmin(OfProposalAdmin):
    list_display = ["name", "email", "proposal", "side", "role", "state", "signed_off_at"]
    list_filter = ["state", "role", "side"]
    list_select_related = ["proposal"]
    search_fields = ["name", "email", "proposal__title_en", "proposal__title_ko"]


@admin.register(models.Answer)
class AnswerAdmin(OfProposalAdmin):
    list_display = ["proposal", "stage", "question", "side", "version", "changed_by", "changed_at"]
    list_filter = ["stage", "side"]
    list_select_related = ["proposal", "changed_by"]
    search_fields = ["question", "proposal__title_en", "proposal__title_ko"]


@admin.register(models.BudgetLine)
class BudgetLineAdmin(OfProposalAdmin):
    list_display = ["proposal", "side", "year", "category", "amount"]
    list_filter = ["side", "category"]
    list_select_related = ["proposal"]
    search_fields = ["proposal__title_en", "proposal__title_ko"]

    @admin.display(description=_("amount"), ordering="amount_minor")
    def amount(self, line: models.BudgetLine) -> str:
        return format_money(line.amount_minor, line.currency)


@admin.register(models.Attachment)
class AttachmentAdmin(OfProposalAdmin):
    list_display = ["name", "proposal", "document", "side", "size", "pages", "state", "uploaded_at"]
    list_filter = ["state", "side", "stage"]
    list_select_related = ["proposal"]
    search_fields = ["name", "sha256", "proposal__title_en", "proposal__title_ko"]
    exclude = ["file"]


@admin.register(models.Confirmation)
class ConfirmationAdmin(OfProposalAdmin):
    list_display = ["proposal", "stage", "side", "confirmed_by", "confirmed_at"]
    list_filter = ["stage", "side"]
    list_select_related = ["proposal", "confirmed_by"]
    search_fields = ["proposal__title_en", "proposal__title_ko"]


@admin.register(models.Submission)
class SubmissionAdmin(OfProposalAdmin):
    list_display = ["proposal", "stage", "number", "submitted_by", "submitted_at", "is_late"]
    list_filter = ["stage", "is_late"]
    list_select_related = ["proposal", "submitted_by"]
    search_fields = ["receipt", "digest", "proposal__title_en", "proposal__title_ko"]
    date_hierarchy = "submitted_at"


@admin.register(models.InformationRequest)
class InformationRequestAdmin(OfProposalAdmin):
    list_display = ["proposal", "asked_by", "asked_at", "answer_until", "answered_at"]
    list_select_related = ["proposal", "asked_by"]
    search_fields = ["text", "answer", "proposal__title_en", "proposal__title_ko"]


@admin.register(models.ProposalFigures)
class ProposalFiguresAdmin(OfProposalAdmin):
    list_display = ["proposal_id", "percent", "people", "accepted", "signed", "lacks_signature", "is_changed"]
    list_filter = ["lacks_signature", "is_changed"]
    search_fields = ["words", "proposal__public_id"]


@admin.register(models.ChangedProposal)
class ChangedProposalAdmin(OfProposalAdmin):
    list_display = ["proposal_id", "noted_at"]
    list_filter = [("noted_at", admin.DateFieldListFilter)]
    search_fields = ["proposal__title_en", "proposal__title_ko"]


for tracked in (
    models.Answer,
    models.Attachment,
    models.BudgetLine,
    models.Confirmation,
    models.InformationRequest,
    models.TeamMember,
):
    register_history(tracked, OfProposalHistoryAdmin)
register_history(models.Proposal, RecusedHistoryAdmin)

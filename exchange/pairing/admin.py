"""Administration of the pairing: everything can be found and read, nothing that was entered or ranked is rewritten."""

from django.contrib import admin

from exchange.pairing import models
from exchange.people.admin.bases import register_history
from exchange.programmes.admin import RecusedAdmin, RecusedHistoryAdmin
from exchange.proposals.admin import OfProposalAdmin, OfProposalHistoryAdmin


@admin.register(models.FirstReview)
class FirstReviewAdmin(OfProposalAdmin):
    list_display = ["proposal", "agency", "is_eligible", "entered_by", "entered_at"]
    list_filter = ["agency", "is_eligible"]
    list_select_related = ["proposal", "agency", "entered_by"]
    search_fields = ["reason", "proposal__title_en", "proposal__title_ko"]


@admin.register(models.PairingRound)
class PairingRoundAdmin(RecusedAdmin):
    list_display = ["call", "state", "closes_at", "run_by", "confirmed_by"]
    list_filter = ["state"]
    list_select_related = ["call", "run_by", "confirmed_by"]
    search_fields = ["call__title_en", "call__title_ko"]


@admin.register(models.Priority)
class PriorityAdmin(RecusedAdmin):
    to_call = "round__call"
    list_display = ["chooser", "rank", "counterpart", "round"]
    list_select_related = ["chooser", "counterpart", "round__call"]
    search_fields = ["chooser__title_en", "chooser__title_ko"]


@admin.register(models.PairedPapers)
class PairedPapersAdmin(RecusedAdmin):
    to_call = "round__call"
    list_display = ["korean", "american", "joint", "round"]
    list_select_related = ["korean", "american", "joint", "round__call"]
    search_fields = ["korean__title_ko", "american__title_en"]


class RoundHistoryAdmin(RecusedHistoryAdmin):
    to_call = "round__call"


register_history(models.FirstReview, OfProposalHistoryAdmin)
register_history(models.PairingRound, RecusedHistoryAdmin)
for tracked in (models.PairedPapers, models.Priority):
    register_history(tracked, RoundHistoryAdmin)

"""Administration of matching: weights can be edited, opinions and decisions only read, runs started."""

from typing import Any

import rules
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from exchange.http.tally import BarePaginator
from exchange.people.admin.asking import asking_action
from exchange.people.admin.bases import HistoryAdmin, ReadOnlyAdmin, register_history
from exchange.people.admin.reading import failure
from exchange.people.selectors.profile import researcher_of
from exchange.people.views.access import signed_in
from exchange.programmes.admin import RecusedAdmin
from matching import models
from matching.core.bands import BANDS
from matching.enums import Band, RunKind
from matching.selectors.bands import cuts_in_force
from matching.selectors.pairs import of_researcher
from matching.services.runs import request_run


class OfOthers(ModelAdmin):
    """An administrator who is one of the two reads nothing of their pair here: what the other one says is not theirs to know.

    ``to_pair`` leads to it.
    """

    to_pair = "pair"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        own = self._own_pairs(request)
        return rows if own is None else rows.exclude(**{f"{self.to_pair}__in": own})

    def is_narrowed_for(self, request: HttpRequest) -> bool:
        own = self._own_pairs(request)
        return own is not None and own.exists()

    def _own_pairs(self, request: HttpRequest) -> QuerySet[models.Pair] | None:
        user = signed_in(request)
        own = researcher_of(user) if user.has_profile else None
        return models.Pair.objects.filter(of_researcher(own)) if own else None


class OfOthersAdmin(OfOthers, ReadOnlyAdmin):
    pass


class OfOthersHistoryAdmin(OfOthers, HistoryAdmin):
    pass


@admin.register(models.Policy)
class PolicyAdmin(ModelAdmin):
    list_display = [
        "name",
        "in_force",
        "weight_topical",
        "weight_give",
        "weight_take",
        "weight_topics",
        "top_k",
        "changed_at",
    ]
    list_filter = ["in_force"]
    search_fields = ["name"]


@admin.register(models.Passage)
class PassageAdmin(RecusedAdmin):
    to_call = "paper__call"
    list_display = ["__str__", "kind", "language", "researcher", "project", "call", "paper", "is_current"]
    list_filter = ["kind", "language", "is_current"]
    list_select_related = ["researcher", "project", "call", "paper"]
    search_fields = ["title", "text", "researcher__name_romanised", "project__title"]


@admin.register(models.Embedding)
class EmbeddingAdmin(RecusedAdmin):
    to_call = "passage__paper__call"
    list_display = ["passage", "model_tag"]
    list_filter = ["model_tag"]
    list_select_related = ["passage"]
    search_fields = ["passage__title"]


@admin.register(models.Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = [
        "queued_at",
        "kind",
        "state",
        "done",
        "total",
        "requested_by",
        "cancelled_by",
        "finished_at",
        failure,
    ]
    list_filter = ["kind", "state"]
    list_select_related = ["requested_by", "cancelled_by"]
    search_fields = ["public_id", "error", "model_tag"]
    date_hierarchy = "queued_at"
    actions_list = ["start_full_run", "start_refresh"]

    def has_start_run_permission(self, request: HttpRequest) -> bool:
        return bool(rules.has_perm("matching.start_run", request.user))

    @asking_action(
        description=_("Start a full run"),
        question=_("A worker matches everybody anew. What people decided is never touched."),
        url_path="start-full",
        permissions=["start_run"],
    )
    def start_full_run(self, request: HttpRequest) -> HttpResponseRedirect:
        return self._start(request, RunKind.FULL)

    @asking_action(
        description=_("Start a refresh"),
        question=_("A worker matches anew what changed since the last run. What people decided is never touched."),
        url_path="start-refresh",
        permissions=["start_run"],
    )
    def start_refresh(self, request: HttpRequest) -> HttpResponseRedirect:
        return self._start(request, RunKind.REFRESH)

    def _start(self, request: HttpRequest, kind: RunKind) -> HttpResponseRedirect:
        run = request_run(kind, requested_by=signed_in(request))
        messages.success(request, _("%(run)s is waiting for a worker.") % {"run": run})
        return redirect(reverse("admin:matching_run_changelist"))


class EvidenceInline(TabularInline):
    model = models.Evidence
    fields = ["part", "own", "other", "similarity"]
    readonly_fields = fields
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class BandFilter(admin.SimpleListFilter):
    title = _("How well they fit")
    parameter_name = "band"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, label) for value, label in Band.choices]

    def queryset(self, request: HttpRequest, matches: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return matches.filter(place_of_band=BANDS.index(value)) if value in BANDS else matches


@admin.register(models.Match)
class MatchAdmin(ReadOnlyAdmin):
    inlines = [EvidenceInline]
    list_display = [
        "pair",
        "band",
        "score",
        "topical",
        "give",
        "take",
        "topics",
        "rank_for_researcher",
        "rank_for_other",
        "is_current",
        "run",
    ]
    list_filter = [BandFilter, "is_current"]
    list_select_related = ["pair__researcher", "pair__project", "pair__partner", "run"]
    paginator = BarePaginator
    search_fields = ["pair__researcher__name_romanised", "pair__project__title", "pair__partner__name_romanised"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        bands = cuts_in_force().expression(pair="pair__", match="")
        matches: QuerySet[Any] = super().get_queryset(request).annotate(place_of_band=bands)
        return matches

    @admin.display(description=_("How well they fit"), ordering="place_of_band")
    def band(self, match: Any) -> Any:
        return Band(BANDS[match.place_of_band]).label


@admin.register(models.Standing)
class StandingAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "of_people", "length", "end_score"]
    list_filter = ["of_people"]
    list_select_related = ["researcher", "project"]
    search_fields = ["researcher__name_romanised", "project__title"]


@admin.register(models.Shard)
class ShardAdmin(ReadOnlyAdmin):
    list_display = ["run", "sort", "size", "state", "claimed_by", "lease_until", "attempts", failure]
    list_filter = ["state", "sort"]
    list_select_related = ["run"]
    exclude = ["owners", "fingerprints", "standings"]


@admin.register(models.ChangedSubject)
class ChangedSubjectAdmin(ReadOnlyAdmin):
    list_display = ["kind", "number", "is_list", "noted_at"]
    list_filter = ["kind", "is_list"]


@admin.register(models.FoundPair)
class FoundPairAdmin(ReadOnlyAdmin):
    list_display = ["shard", "first", "project", "partner", "score", "rank_for_researcher", "rank_for_other"]
    list_select_related = ["shard"]


@admin.register(models.FoundMeeting)
class FoundMeetingAdmin(ReadOnlyAdmin):
    list_display = ["shard", "first", "project", "partner", "part", "own", "other", "similarity"]
    list_select_related = ["shard"]


@admin.register(models.Background)
class BackgroundAdmin(ReadOnlyAdmin):
    list_display = ["run", "measured_at"]
    list_select_related = ["run"]
    search_fields = ["run__public_id"]


@admin.register(models.Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ["part", "own", "other", "similarity"]
    list_filter = ["part"]
    list_select_related = ["own", "other"]
    search_fields = ["own__title", "other__title"]


class DecisionInline(TabularInline):
    model = models.Decision
    fields = ["action", "reason", "decided_by", "decided_at"]
    readonly_fields = fields
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.Pair)
class PairAdmin(OfOthersAdmin):
    to_pair = "pk"
    inlines = [DecisionInline]
    list_display = ["__str__", "state"]
    list_filter = ["state", ("project", admin.EmptyFieldListFilter)]
    list_select_related = ["researcher", "project", "partner"]
    search_fields = ["researcher__name_romanised", "project__title", "partner__name_romanised"]


@admin.register(models.Reaction)
class ReactionAdmin(OfOthersAdmin):
    list_display = ["researcher", "pair", "opinion", "reason", "changed_at"]
    list_filter = ["opinion", "reason"]
    list_select_related = ["researcher", "pair__researcher", "pair__project", "pair__partner"]
    search_fields = ["researcher__name_romanised", "note"]
    date_hierarchy = "changed_at"


@admin.register(models.Decision)
class DecisionAdmin(OfOthersAdmin):
    list_display = ["pair", "action", "reason", "side", "decided_by", "decided_at"]
    list_filter = ["action", "side"]
    list_select_related = ["pair__researcher", "pair__project", "pair__partner", "decided_by"]
    search_fields = ["reason", "decided_by__email"]
    date_hierarchy = "decided_at"


@admin.register(models.Opening)
class OpeningAdmin(OfOthersAdmin):
    list_display = ["pair", "side", "opened_by", "opened_at"]
    list_filter = ["side"]
    list_select_related = ["pair__researcher", "pair__project", "pair__partner", "opened_by"]
    search_fields = ["opened_by__email"]
    date_hierarchy = "opened_at"


@admin.register(models.Introduction)
class IntroductionAdmin(OfOthersAdmin):
    list_display = ["pair", "introduced_by", "introduced_at", "researcher_reply", "other_reply"]
    list_filter = ["researcher_reply", "other_reply"]
    list_select_related = ["pair__researcher", "pair__project", "pair__partner", "introduced_by"]
    search_fields = ["pair__researcher__name_romanised"]
    date_hierarchy = "introduced_at"


register_history(models.Policy)
for tracked in (models.Reaction, models.Decision, models.Introduction):
    register_history(tracked, OfOthersHistoryAdmin)

"""Administration of programmes. A call is edited on its managers' pages, where its definition is checked as a whole."""

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from exchange.people.admin import ReadOnlyAdmin, register_history
from exchange.programmes import models


class AgencyOfficerInline(TabularInline):
    model = models.AgencyOfficer
    autocomplete_fields = ["user"]
    extra = 0


@admin.register(models.Agency)
class AgencyAdmin(ModelAdmin):
    inlines = [AgencyOfficerInline]
    list_display = ["code", "name_en", "name_ko", "side", "currency", "time_zone"]
    list_filter = ["side", "currency"]
    search_fields = ["code", "name_en", "name_ko"]


@admin.register(models.AgencyOfficer)
class AgencyOfficerAdmin(ModelAdmin):
    list_display = ["user", "agency", "title"]
    list_filter = ["agency"]
    list_select_related = ["user", "agency"]
    search_fields = ["user__email", "agency__code", "title"]
    autocomplete_fields = ["user", "agency"]


class ProgrammeManagerInline(TabularInline):
    model = models.ProgrammeManager
    autocomplete_fields = ["officer"]
    extra = 0


class ProgrammeTopicInline(TabularInline):
    model = models.ProgrammeTopic
    autocomplete_fields = ["research_topics"]
    extra = 0


class YearBudgetInline(TabularInline):
    model = models.YearBudget
    readonly_fields = ["committed_minor"]
    extra = 0


@admin.register(models.Programme)
class ProgrammeAdmin(ModelAdmin):
    inlines = [ProgrammeManagerInline, ProgrammeTopicInline, YearBudgetInline]
    list_display = ["name_en", "name_ko", "starts_on", "ends_on"]
    search_fields = ["name_en", "name_ko"]
    filter_horizontal = ["agencies"]
    date_hierarchy = "starts_on"


@admin.register(models.Commitment)
class CommitmentAdmin(ModelAdmin):
    list_display = ["purpose", "budget", "call", "amount_minor", "made_by", "made_at"]
    list_filter = ["budget__agency", "budget__fiscal_year"]
    list_select_related = ["budget__agency", "call", "made_by"]
    search_fields = ["purpose", "call__title_en", "call__title_ko"]
    readonly_fields = ["made_by", "made_at"]
    date_hierarchy = "made_at"


class StageInline(TabularInline):
    model = models.Stage
    fields = ["kind", "opens_at", "closes_at", "time_zone", "by_invitation"]
    readonly_fields = fields
    can_delete = False
    extra = 0
    max_num = 0


@admin.register(models.Call)
class CallAdmin(ReadOnlyAdmin):
    inlines = [StageInline]
    list_display = ["title_en", "title_ko", "programme", "state", "is_example", "changed_at"]
    list_filter = ["state", "programme", "is_example"]
    list_select_related = ["programme"]
    search_fields = ["title_en", "title_ko", "public_id"]
    date_hierarchy = "created_at"


@admin.register(models.CallVersion)
class CallVersionAdmin(ReadOnlyAdmin):
    list_display = ["call", "number", "note", "published_by", "published_at"]
    list_select_related = ["call", "published_by"]
    search_fields = ["call__title_en", "call__title_ko", "note"]
    date_hierarchy = "published_at"


@admin.register(models.StageExtension)
class StageExtensionAdmin(ReadOnlyAdmin):
    list_display = ["stage", "old_closes_at", "new_closes_at", "reason", "extended_by", "extended_at"]
    list_select_related = ["stage", "extended_by"]
    search_fields = ["reason", "stage__call__title_en", "stage__call__title_ko"]


@admin.register(models.LateCode)
class LateCodeAdmin(ReadOnlyAdmin):
    list_display = ["stage", "uses_left", "expires_at", "reason", "made_by", "made_at"]
    list_select_related = ["stage", "made_by"]
    search_fields = ["reason", "stage__call__title_en", "stage__call__title_ko"]
    exclude = ["code"]


for tracked in (
    models.Agency,
    models.AgencyOfficer,
    models.Call,
    models.Commitment,
    models.LateCode,
    models.Programme,
    models.ProgrammeManager,
    models.ProgrammeTopic,
    models.Stage,
    models.StageExtension,
    models.YearBudget,
):
    register_history(tracked)

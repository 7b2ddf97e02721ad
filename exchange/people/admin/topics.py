"""Administration of topics."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from exchange.people import models


@admin.register(models.Topic)
class TopicAdmin(ModelAdmin):
    list_display = ["name", "name_ko", "subfield", "field", "domain", "works_count"]
    list_filter = ["domain", "field", ("name_ko", admin.EmptyFieldListFilter)]
    search_fields = ["name", "name_ko", "openalex_id", "subfield"]
    readonly_fields = ["name_ko"]

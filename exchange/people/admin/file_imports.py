"""Administration of imported files: what became of each."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from exchange.people import models
from exchange.people.admin.bases import ReadOnlyAdmin, register_history
from exchange.people.admin.reading import failure


@admin.register(models.FileImport)
class FileImportAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "state", "done", "rejected", "requested_by", "requested_at", failure]
    list_filter = ["kind", "state"]
    list_select_related = ["requested_by"]
    search_fields = ["name", "error", "requested_by__email"]
    date_hierarchy = "requested_at"
    exclude = ["file", "rejects", "fault", "error"]
    readonly_fields = [failure, "first_refused"]

    @admin.display(description=_("the first refused lines"))
    def first_refused(self, job: models.FileImport) -> SafeString:
        return format_html_join("", "<p>{}: {}</p>", job.refusals)


register_history(models.FileImport)

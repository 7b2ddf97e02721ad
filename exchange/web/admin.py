"""What this installation is once, to be read."""

from django.contrib import admin

from exchange.people.admin.bases import ReadOnlyAdmin, register_history
from exchange.web.models import Installation


@admin.register(Installation)
class InstallationAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "mail_tested_at"]
    search_fields = ["id"]


register_history(Installation)

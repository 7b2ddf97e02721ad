"""What every list shares; a list's own routes are its slice's."""

from django.urls import URLPattern, URLResolver, path

from exchange.office.api import batch, export

urlpatterns: list[URLPattern | URLResolver] = [
    path("exports/<uuid:public_id>", export.ExportDetailView.as_view(), name="api-export"),
    path("exports/<uuid:public_id>/file", export.ExportFileView.as_view(), name="api-export-file"),
    path("team-messages/<uuid:public_id>", batch.BatchDetailView.as_view(), name="api-batch"),
]

"""What every list shares, and a list's own addresses, which its slice asks for."""

from django.urls import URLPattern, URLResolver, path

from exchange.office.views import batch, export, listing
from exchange.office.views.listing import ListPage

urlpatterns: list[URLPattern | URLResolver] = [
    path("team-messages/<uuid:public_id>/", batch.batch_detail, name="batch-detail"),
    path("team-messages/<uuid:public_id>/edit/", batch.batch_edit, name="batch-edit"),
    path("team-messages/<uuid:public_id>/act/", batch.batch_act, name="batch-act"),
    path("exports/<uuid:public_id>/", export.export_detail, name="export-detail"),
    path("exports/<uuid:public_id>/file/", export.export_download, name="export-download"),
    path("exports/<uuid:public_id>/cancel/", export.export_cancel, name="export-cancel"),
]


def list_urls(prefix: str, page: ListPage) -> list[URLPattern | URLResolver]:
    """The list at ``prefix``, which names its scope by ``public_id``, and below it what managers do with it."""
    name, bound = page.listed.page, {"page": page}
    addresses: list[URLPattern | URLResolver] = [
        path(prefix, listing.list_page, bound, name=name),
        path(f"{prefix}views/", listing.view_save, bound, name=f"{name}-view-save"),
        path(f"{prefix}views/<int:pk>/delete/", listing.view_delete, bound, name=f"{name}-view-delete"),
        path(f"{prefix}exports/", export.export_list, bound, name=f"{name}-export-list"),
    ]
    if page.listed.audience is None:
        return addresses
    return [
        *addresses,
        path(f"{prefix}messages/", batch.batch_list, bound, name=f"{name}-batch-list"),
        path(f"{prefix}messages/new/", batch.batch_create, bound, name=f"{name}-batch-create"),
    ]

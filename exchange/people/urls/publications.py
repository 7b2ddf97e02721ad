from django.urls import URLPattern, URLResolver, path

from exchange.people.views import publication_imports, publications

urlpatterns: list[URLPattern | URLResolver] = [
    path("profile/publications/", publications.publication_list, name="publication-list"),
    path("profile/publications/add/", publications.publication_add, name="publication-add"),
    path("profile/publications/<int:pk>/edit/", publications.publication_edit, name="publication-edit"),
    path("profile/publications/choose/", publications.publication_choose, name="publication-choose"),
    path("profile/publications/import/", publication_imports.publication_import, name="publication-import"),
    path("profile/publications/fetch/", publication_imports.publication_fetch, name="publication-fetch"),
    path(
        "profile/publications/imports/<int:pk>/",
        publication_imports.publication_import_detail,
        name="publication-import-detail",
    ),
    path(
        "profile/publications/import/<int:pk>/",
        publication_imports.publication_import_confirm,
        name="publication-import-confirm",
    ),
]

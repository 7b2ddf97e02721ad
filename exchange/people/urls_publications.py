from django.urls import URLPattern, URLResolver, path

from exchange.people.views import publications

urlpatterns: list[URLPattern | URLResolver] = [
    path("profile/publications/", publications.publication_list, name="publication-list"),
    path("profile/publications/import/", publications.publication_import, name="publication-import"),
    path("profile/publications/choose/", publications.publication_choose, name="publication-choose"),
]

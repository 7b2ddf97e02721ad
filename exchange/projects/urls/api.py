from django.urls import URLPattern, URLResolver, path

from exchange.projects.api import ProjectCloseView, ProjectDetailView, ProjectListView

urlpatterns: list[URLPattern | URLResolver] = [
    path("projects", ProjectListView.as_view(), name="api-projects"),
    path("projects/<uuid:public_id>", ProjectDetailView.as_view(), name="api-project"),
    path("projects/<uuid:public_id>/close", ProjectCloseView.as_view(), name="api-project-close"),
]

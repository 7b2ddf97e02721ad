from django.urls import URLPattern, URLResolver, path

from exchange.projects.views import project

urlpatterns: list[URLPattern | URLResolver] = [
    path("projects/", project.project_list, name="project-list"),
    path("projects/new/", project.project_create, name="project-create"),
    path("projects/<uuid:public_id>/", project.project_detail, name="project-detail"),
    path("projects/<uuid:public_id>/edit/", project.project_edit, name="project-edit"),
    path("projects/<uuid:public_id>/close/", project.project_close, name="project-close"),
]

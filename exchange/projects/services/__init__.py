"""Changes to projects. Each marks the project as changed, so that the next refresh reads it again."""

from exchange.projects.services.project import change_project, close_project, create_project

__all__ = ["change_project", "close_project", "create_project"]

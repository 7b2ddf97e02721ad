"""Who asks: what every route of a signed-in person needs before it can begin."""

from typing import TypeVar

from django.db.models import Model
from rest_framework import generics
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request

from exchange.people.models import Researcher, User

Row = TypeVar("Row", bound=Model)


class AccountView(generics.GenericAPIView[Row]):
    """A route for people with an account."""

    def user(self) -> User:
        if not isinstance(self.request.user, User):
            raise PermissionDenied
        return self.request.user


def own_researcher(request: Request) -> Researcher:
    """The profile of whoever asks, or 404."""
    user = request.user
    researcher = Researcher.objects.filter(user=user).first() if isinstance(user, User) else None
    if researcher is None:
        raise NotFound
    return researcher

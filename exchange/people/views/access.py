"""Who asks: what a page needs before it can begin."""

from django.http import HttpRequest

from exchange.people.models import Researcher, User


def signed_in(request: HttpRequest) -> User:
    """The account behind a page that demands one."""
    assert request.user.is_authenticated  # noqa: S101  (login_required stands before it)
    return request.user


def own_researcher(request: HttpRequest) -> Researcher | None:
    """The signed-in person's profile, or ``None`` before there is one."""
    return Researcher.objects.filter(user=signed_in(request)).select_related("organisation").first()

"""How often who may ask: by the account, and by the address that the trusted proxies name (``GYORYU_PROXIES``)."""

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import truncate_ip
from allauth.core.ratelimit import consume, respond_429
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle


def is_too_often(request: HttpRequest | Request, action: str) -> bool:
    """Whether the limits of ``ACCOUNT_RATE_LIMITS`` for ``action`` are used up; if not, this time counts."""
    return not consume(request, action=action, user=request.user)


def answer_too_often(request: HttpRequest) -> HttpResponse:
    """The page that says so."""
    answer: HttpResponse = respond_429(request)
    return answer


def client_of(request: HttpRequest | Request) -> str:
    """The address of whoever asks; of IPv6 the network, since one house has billions of addresses."""
    return str(truncate_ip(get_adapter().get_client_ip(request)))


class StrangerThrottle(AnonRateThrottle):
    def get_ident(self, request: Request) -> str:
        return client_of(request)


class ReaderThrottle(UserRateThrottle):
    def get_ident(self, request: Request) -> str:
        return client_of(request)

"""What stands around every page: the counts of what waits for a person follow what that person does."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from exchange.messaging.services.worklist import forget_counts

SAFE = {"GET", "HEAD", "OPTIONS"}


class WorklistMiddleware:
    """After a request that may have changed something; also one by token, whose account is known only then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in SAFE and request.user.is_authenticated:
            forget_counts(request.user)
        return response

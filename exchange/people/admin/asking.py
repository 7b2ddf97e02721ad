"""Actions of a whole list that change something: their address can be opened by any link, so opening it only asks."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from unfold.decorators import action

Act = Callable[[Any, HttpRequest], HttpResponse]


def asking_action(
    *, description: str | Promise, question: str | Promise, url_path: str, permissions: Iterable[str]
) -> Callable[[Act], Any]:
    """What is posted from the page that asks is carried out; who lacks the right is not asked either."""

    def decorated(act: Act) -> Any:
        @wraps(act)
        def asked(entry: Any, request: HttpRequest) -> HttpResponse:
            if request.method == "POST":
                return act(entry, request)
            context = {"title": description, "question": question, "opts": entry.model._meta}
            return render(request, "people/admin/asked.html", entry.admin_site.each_context(request) | context)

        return action(asked, description=description, url_path=url_path, permissions=permissions)

    return decorated

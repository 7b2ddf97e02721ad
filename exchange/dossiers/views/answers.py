"""Save one answer while people type: a small JSON answer for the page's script, the page again for a form without it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from exchange.dossiers.enums import QuestionKind
from exchange.dossiers.models.answers import Answer
from exchange.dossiers.selectors.answers import Trouble, other_version
from exchange.dossiers.values.answers import typed_rows, typed_value
from exchange.dossiers.values.questions import Party, Question, name_of
from exchange.http.stale import Stale
from exchange.people.views.access import signed_in

A = TypeVar("A", bound=Answer)

Save = Callable[[Any, int], A]
"""Keeps what was typed over the version that was read."""
Page = Callable[[Trouble, HTTPStatus], HttpResponse]
"""The whole page again, with what was refused in its place."""


def sign_in_first(request: HttpRequest, page: str) -> HttpResponseBase:
    """``page`` is where whoever signs in goes on."""
    answered = redirect_to_login(page)
    if not _wants_json(request):
        return answered
    return JsonResponse({"sign_in": answered.headers["Location"]}, status=HTTPStatus.UNAUTHORIZED)


def save_typed(
    request: HttpRequest,
    question: Question,
    party: Party,
    *,
    save: Save[A],
    name: Callable[[A], str],
    page: Page,
    address: str,
) -> HttpResponse:
    """``name`` says who changed an answer last; ``address`` is the page's own."""
    typed = _typed(request, question)
    if typed is None:
        return _nothing_sent(request)
    try:
        answer = save(typed, _version(request))
    except ValidationError as error:
        trouble = Trouble(question.key, party, typed, tuple(error.messages))
        return _refused(request, {"errors": trouble.errors}, trouble, page, HTTPStatus.UNPROCESSABLE_ENTITY)
    except Stale as stale:
        current = stale.current
        other = other_version(question, current, typed=typed, name=name(current), reader=signed_in(request))
        trouble = Trouble(question.key, party, typed, other=other)
        told = {"version": current.version, "typed": typed_value(question, current.value)}
        shown = {"other": other, "language": question.language_of(party), "address": address}
        told["shown"] = render_to_string("dossiers/components/answer_conflict.html", shown, request)
        return _refused(request, told, trouble, page, HTTPStatus.CONFLICT)
    if _wants_json(request):
        return JsonResponse({"version": answer.version})
    messages.success(request, _("Saved."))
    return redirect(f"{address}#answer-{question.key}-{name_of(party)}")


def _typed(request: HttpRequest, question: Question) -> Any:
    """``None`` where the field is not in the form at all: an emptied one is sent as empty text."""
    if question.kind == QuestionKind.TABLE:
        return typed_rows(request.POST, question) or None
    return request.POST.get("value")


def _nothing_sent(request: HttpRequest) -> HttpResponse:
    """What was saved stays as it is."""
    if not _wants_json(request):
        raise BadRequest
    told = {"errors": [_("The answer itself was not sent, so nothing was changed.")]}
    return JsonResponse(told, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _refused(
    request: HttpRequest, told: dict[str, Any], trouble: Trouble, page: Page, status: HTTPStatus
) -> HttpResponse:
    """Nothing was saved: what was typed stays in the page, beside the reason or the other person's text."""
    return JsonResponse(told, status=status) if _wants_json(request) else page(trouble, status)

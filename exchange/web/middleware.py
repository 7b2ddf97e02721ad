"""Each page in its reader's language and time zone, and what happens to a form whose sender is signed out meanwhile."""

import time
import zoneinfo
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import parse_qs

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import resolve
from django.urls.exceptions import Resolver404
from django.utils import timezone

from exchange.web.watch.requests import note_request

Answering = Callable[[HttpRequest], HttpResponse]


class MeasuringMiddleware:
    """Stands before all that takes time. What is streamed counts until its first part."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        note_request(request, response, seconds=time.perf_counter() - began)
        return response


class ReaderMiddleware:
    """Activates the signed-in person's time zone; Korea's for everybody else."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = request.user.time_zone if request.user.is_authenticated else "Asia/Seoul"
        with timezone.override(zoneinfo.ZoneInfo(name)):
            return self.get_response(request)


class NotKeptMiddleware:
    """What somebody signed in reads is kept by no browser and no proxy: the next one at the machine would read it."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class SignedOutMiddleware:
    """Keeps what was typed when a session ends while a page is open.

    The sign-in page would stand inside the page for htmx, and in place of the form for everybody else.
    """

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not _asks_to_sign_in(response, request.get_full_path()):
            return response
        if "HX-Request" in request.headers:
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        if request.method == "POST":
            return render(request, "401.html", status=HTTPStatus.UNAUTHORIZED)
        return response


class FormAddressMiddleware:
    """Leads whoever opens the address of a form, as after changing the language there, to the page above it."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "GET" and isinstance(response, HttpResponseNotAllowed):
            query = request.META.get("QUERY_STRING", "")
            return redirect(_page_above(request.path_info) + (f"?{query}" if query else ""))
        return response


def _asks_to_sign_in(response: HttpResponse, address: str) -> bool:
    """Whether the view was closed to somebody signed out; not after an erasure, which leads to the sign-in as well."""
    page, _, query = response.headers.get("Location", "").partition("?")
    return page == str(settings.LOGIN_URL) and parse_qs(query).get("next") == [address]


def _page_above(path: str) -> str:
    """The nearest address above this one that exists; the start page at last."""
    while path != "/":
        path = path[: path.rstrip("/").rfind("/") + 1]
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"

"""Upload a file by a form: the page again where it cannot be taken."""

from __future__ import annotations  # Django's File is generic for the type checker alone

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


def hand_in(
    request: HttpRequest,
    document: str,
    *,
    keep: Callable[[File[bytes]], object],
    page: Callable[[str, list[str]], HttpResponse],
    address: str,
) -> HttpResponse:
    """``page`` is shown again with the document and what is wrong with it; ``address`` is its own."""
    file = request.FILES.get("file")
    if file is None:
        return page(document, [_("Choose a file first.")])
    try:
        keep(file)
    except ValidationError as error:
        return page(document, error.messages)
    messages.success(request, _("The file is uploaded."))
    return redirect(f"{address}#file-{document}")

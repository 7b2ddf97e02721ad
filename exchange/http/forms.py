"""What a browser sends, read as text enters: fields of forms, queries, names of files."""

from __future__ import annotations  # files are generic for the type checker alone

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from exchange.http.text import entered, is_secret

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict as Fields


def fields_entered(sent: Fields) -> Fields:
    """The same ones where nothing changes, as nearly always."""
    read = {name: values if is_secret(name) else list(map(entered, values)) for name, values in sent.lists()}
    if read == dict(sent.lists()):
        return sent
    changed = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in read.items():
        changed.setlist(name, values)
    changed._mutable = False  # noqa: SLF001 - as Django closes its own
    return cast("Fields", changed)


def name_files(files: Iterable[UploadedFile[Any]]) -> None:
    for file in files:
        file.name = entered(file.name or "")

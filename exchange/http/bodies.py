"""What is sent to the API: bounded, its text as text enters, free of what neither the database nor an answer can hold."""

from __future__ import annotations  # DRF’s data and files are generic for the type checker alone

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.parsers import DataAndFiles, FormParser, JSONParser, MultiPartParser
from rest_framework.utils.json import strict_constant

from exchange.http.forms import fields_entered, name_files
from exchange.http.text import all_entered

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict as Fields

# A bibliography of a million Korean signs, each written as an escape.
LONGEST = 8 * 1024 * 1024
UNWRITABLE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


class BodyTooLarge(APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = gettext_lazy("This is more than is read at once.")
    default_code = "too_large"


class StrictJSONParser(JSONParser):
    """Refuses what would break later: endless bodies, endless nesting, null characters and halves of characters."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        body = stream.read(LONGEST + 1)
        if len(body) > LONGEST:
            raise BodyTooLarge
        encoding = (parser_context or {}).get("encoding") or settings.DEFAULT_CHARSET
        try:
            text = body.decode(encoding)
            value = json.loads(text, parse_constant=strict_constant)
            if UNWRITABLE.search(text):
                _refuse_unwritable(value)
            value = all_entered(value)
        except json.JSONDecodeError as error:
            place = {"line": error.lineno, "column": error.colno}
            raise ParseError(_("Not JSON: look at line %(line)s, column %(column)s.") % place) from error
        except RecursionError as error:
            raise ParseError(_("Not readable: lists or objects nested too deeply.")) from error
        except (ValueError, LookupError) as error:
            raise ParseError(_("Not readable: wrong characters or numbers.")) from error
        if value is None:
            raise ParseError(_("It is empty."))
        return value


class EnteredFormParser(FormParser):
    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Fields:
        return fields_entered(super().parse(stream, media_type, parser_context))


class EnteredMultiPartParser(MultiPartParser):
    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> DataAndFiles[Fields, MultiValueDict[Any, Any]]:
        try:
            sent = super().parse(stream, media_type, parser_context)
        except ParseError as error:  # whose words are the library's, in English
            raise ParseError(_("Not readable: this is no multipart form, or it was cut off.")) from error
        for _name, files in sent.files.lists():
            name_files(files)
        return DataAndFiles(fields_entered(sent.data), sent.files)


def _refuse_unwritable(value: Any) -> None:
    if problems := _problems(value):
        raise ValidationError(problems)


def _problems(value: Any) -> Any:
    """What cannot be written, by field as serializers name it; where a field's own name cannot be, what holds it."""
    message = [_("There are null characters or halves of characters here.")]
    if isinstance(value, str):
        return message if _is_unwritable(value) else {}
    if isinstance(value, dict) and any(map(_is_unwritable, value)):
        return message
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {str(key): found for key, one in rows if (found := _problems(one))}


def _is_unwritable(text: str) -> bool:
    return any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text)

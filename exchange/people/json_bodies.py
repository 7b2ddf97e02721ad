"""JSON that is sent to the API: bounded, and free of what neither the database nor an answer can hold."""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.utils.json import strict_constant

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
        except json.JSONDecodeError as error:
            place = {"line": error.lineno, "column": error.colno}
            raise ParseError(_("Not JSON: look at line %(line)s, column %(column)s.") % place) from error
        except RecursionError as error:
            raise ParseError(_("Not readable: lists or objects within each other without end.")) from error
        except (ValueError, LookupError) as error:
            raise ParseError(_("Not readable: wrong characters or numbers.")) from error
        if value is None:
            raise ParseError(_("There is nothing in it."))
        return value


def _refuse_unwritable(value: Any) -> None:
    """Name the fields, but for one whose own name cannot be written into the answer."""
    message = [_("There are null characters or halves of characters here.")]
    fields = value.items() if isinstance(value, dict) else ()
    named = {key: message for key, one in fields if _is_unwritable(one) and not _is_unwritable(key)}
    if named or _is_unwritable(value):
        raise ValidationError(named or message)


def _is_unwritable(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_is_unwritable(one) for pair in value.items() for one in pair)
    if isinstance(value, list):
        return any(_is_unwritable(one) for one in value)
    return isinstance(value, str) and any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in value)

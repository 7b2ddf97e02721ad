"""Text is the same however it was typed, through every door; a new one cannot forget it."""

import csv
import io
import os
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from pydantic import BaseModel
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from exchange.http.bodies import EnteredFormParser, EnteredMultiPartParser, StrictJSONParser
from exchange.http.middleware import EnteredTextMiddleware
from exchange.http.text import all_entered, entered, is_secret
from exchange.people.clients.fetching import _object
from exchange.people.enums import FileFault
from exchange.people.imports.reading import Reject, validate
from exchange.people.models import Organisation, Publication, Researcher, User
from exchange.people.values.spelling import language_of
from matching.core.bilingual import BilingualEncoder
from matching.models import join_document
from tests.cast import consenting

CASES = Path(os.environ.get("GYORYU_DATA", "../shared/data")) / "cases"
ClientOf = Callable[[User | Researcher], Client]
WHOLE = "로봇 제어 연구실"
APART = unicodedata.normalize("NFD", WHOLE)


@pytest.mark.parametrize("sent", ["multipart/form-data", "multipart/form-data; boundary=" + "x" * 300])
def test_a_broken_multipart_body_is_refused_in_the_reader_s_language(sent: str) -> None:
    parser = EnteredMultiPartParser()
    with translation.override("en"), pytest.raises(ParseError, match="this is no multipart form"):
        parser.parse(io.BytesIO(b"abc"), sent, {"request": APIRequestFactory().post("/", content_type=sent)})


def test_the_examples_come_apart() -> None:
    assert (APART != WHOLE, len(APART) > 2 * len(WHOLE)) == (True, True)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (APART, WHOLE),
        ("Gar\u200bcía\u202e\u2066", "García"),
        ("Kim\u200dMinji\u200c", "KimMinji"),
        ("\u3164\u115f\u1160\uffa0", ""),
        ("\U000e0041\ufeffa\u00ad", "a"),
        ("\u1112\u200b\u1161\u11ab", "한"),
        ("👩\u200d🔬 👩🏽\u200d🔬 ❤️\u200d🔥", "👩\u200d🔬 👩🏽\u200d🔬 ❤️\u200d🔥"),
        ("می\u200cخواهم क्\u200dष", "می\u200cخواهم क्\u200dष"),
        ("two\r\nlines\tand a\u00a0space", "two\nlines\tand a\u00a0space"),
        ("two\r\nlines", "two\nlines"),
        ("page\fand\rline\x85end\u2028here\v", "page\nand\nline\nend\nhere\n"),
        ("Kim\x08 Min\x7fji\x1b\x9f", "Kim Minji"),
        ("Kim\x08\rMinji", "Kim\nMinji"),
        ("Kim\0\x1b", "Kim\0"),
        ("Kim\ufe00 \u2800Minji\ufe0f\U0001d173\U0001bca0", "Kim Minji"),
        ("1\ufe0f\u20e3 ©\ufe0f ☺\ufe0f ⠓\u2800⠑", "1\ufe0f\u20e3 ©\ufe0f ☺\ufe0f ⠓\u2800⠑"),
        ("⠓\u2800 \u2800⠑", "⠓\u2800 \u2800⠑"),
    ],
)
def test_letters_are_joined_and_what_nobody_sees_is_left_out(typed: str, read: str) -> None:
    assert entered(typed) == read


def test_within_lists_and_objects_secrets_stay() -> None:
    sent = {"name": APART, "rows": [APART, 1, {"old_Password": APART}], "password": APART}
    assert all_entered(sent) == {"name": WHOLE, "rows": [WHOLE, 1, {"old_Password": APART}], "password": APART}


# Pages


def through_middleware(request: HttpRequest, view: Callable[..., HttpResponse] = lambda: HttpResponse()) -> HttpRequest:
    middleware = EnteredTextMiddleware(lambda _request: HttpResponse())
    middleware(request)
    middleware.process_view(request, view, (), {})
    return request


def test_queries_forms_and_names_of_files_are_read_as_text_enters(rf: RequestFactory) -> None:
    file = SimpleUploadedFile("x.pdf", b"%PDF-")
    file.name = f"{APART}.pdf"
    sent = {"one": APART, "many": [APART, "plain"], "password1": APART, "file": file}
    request = through_middleware(rf.post("/?q=" + APART, sent))
    assert request.GET["q"] == WHOLE
    assert dict(request.POST) == {"one": [WHOLE], "many": [WHOLE, "plain"], "password1": [APART]}
    assert request.FILES["file"].name == f"{WHOLE}.pdf"


def test_what_is_read_cannot_be_written_to(rf: RequestFactory) -> None:
    request = through_middleware(rf.post("/", {"one": APART}))
    with pytest.raises(AttributeError, match="immutable"):
        request.POST["one"] = "two"


def test_a_form_in_another_encoding_stays_in_it(rf: RequestFactory) -> None:
    request = rf.get("/", {"q": APART})
    request.GET = QueryDict("q=%C7%D1", encoding="euc-kr")
    assert through_middleware(request).GET["q"] == "한"


def test_a_browser_that_is_gone_is_left_to_what_reads_the_form(rf: RequestFactory) -> None:
    class Gone(io.BytesIO):
        def read(self, *_size: int | None) -> bytes:
            raise OSError("gone")

    request = rf.post("/", {"one": APART})
    request._stream = Gone()  # type: ignore[attr-defined]
    assert dict(through_middleware(request).POST) == {}


def test_a_form_is_saved_as_text_enters(client_of: ClientOf, korean_researcher: Researcher) -> None:
    sent = {"statement_en": "", "statement_ko": f"{APART}\u202e"}
    assert client_of(korean_researcher).post(reverse("profile-edit", args=["statement"]), sent).status_code == 302
    korean_researcher.refresh_from_db()
    assert korean_researcher.statement_ko == WHOLE


def test_people_are_found_by_what_a_mac_sends(client_of: ClientOf, us_researcher: Researcher) -> None:
    page = client_of(us_researcher).get(reverse("person-list"), {"q": APART})
    assert page.context["filters"].data["q"] == WHOLE


def test_the_administration_reads_text_alike(
    client_of: ClientOf, staff: User, korean_organisation: Organisation
) -> None:
    Organisation.objects.filter(pk=korean_organisation.pk).update(name_ko=WHOLE)
    page = client_of(staff).get(reverse("admin:people_organisation_changelist"), {"q": APART})
    assert list(page.context["cl"].result_list) == [korean_organisation]


def test_a_password_stays_as_it_is_typed(client: Client, db: None) -> None:
    secret = f"{APART} 4711"
    sent = {"email": "new@example.org", "password1": secret, "password2": secret, **consenting()}
    assert client.post(reverse("account_signup"), sent).status_code == 302
    made = User.objects.get(email="new@example.org")
    assert (made.check_password(secret), made.check_password(f"{WHOLE} 4711")) == (True, False)


# The API


def test_a_body_is_saved_as_text_enters(client_of: ClientOf, korean_researcher: Researcher) -> None:
    answer = client_of(korean_researcher).patch(
        reverse("api-profile"), {"department": f"{APART}\u200b"}, "application/json"
    )
    assert (answer.status_code, answer.json()["department"]) == (200, WHOLE)


def test_a_body_nested_without_end_is_refused(client_of: ClientOf, korean_researcher: Researcher) -> None:
    body = '{"a":' * 600 + '"가"' + "}" * 600
    assert client_of(korean_researcher).patch(reverse("api-profile"), body, "application/json").status_code == 400


def test_forms_sent_to_the_api_are_read_alike(rf: RequestFactory) -> None:
    class Echo(APIView):
        authentication_classes: list[Any] = []
        permission_classes: list[Any] = []
        throttle_classes: list[Any] = []

        def post(self, request: Any) -> HttpResponse:
            names = ",".join(file.name for file in request.FILES.values())
            return HttpResponse(f"{request.data['text']}|{request.data['password']}|{names}")

    file = SimpleUploadedFile("x.pdf", b"%PDF-")
    file.name = f"{APART}.pdf"
    view = Echo.as_view()
    for sent in (
        rf.post("/", {"text": APART, "password": APART, "file": file}),
        rf.post("/", f"text={APART}&password={APART}", "application/x-www-form-urlencoded"),
    ):
        request = through_middleware(sent, view)
        named = f"{WHOLE}.pdf" if request.content_type.startswith("multipart") else ""
        assert view(request).content.decode() == f"{WHOLE}|{APART}|{named}"


# Files of facts, other sources, the database, the matching


def test_lines_of_an_import_and_answers_of_sources_are_read_alike() -> None:
    class Row(BaseModel):
        name: str

    assert validate(1, {"name": APART}, Row) == Row(name=WHOLE)
    deep: Any = "가"
    for _level in range(2000):
        deep = [deep]
    assert validate(7, deep, Row) == Reject.of(7, FileFault.NESTED)
    assert _object(f'{{"title": ["{APART}"]}}'.encode()) == {"title": [WHOLE]}


def test_the_database_is_given_whole_letters_whoever_writes(korean_researcher: Researcher) -> None:
    user = korean_researcher.user
    User.objects.filter(pk=user.pk).update(name=APART)
    user.refresh_from_db()
    assert user.name == WHOLE
    assert User.objects.filter(name=APART, name__startswith=APART[:5]).count() == 1


@pytest.mark.skipif(not CASES.is_dir(), reason=f"{CASES} is not here; GYORYU_DATA names the folder above it")
def test_a_title_from_a_mac_is_stored_whole(korean_researcher: Researcher) -> None:
    with (CASES / "c10_nfd_title.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    title = {key.casefold(): value for key, value in row.items()}["title"]
    assert not unicodedata.is_normalized("NFC", title)
    made = Publication.objects.create(researcher=korean_researcher, title=title, source="manual")
    made.refresh_from_db()
    assert (unicodedata.is_normalized("NFC", made.title), language_of(title)) == (True, "ko")


def test_the_matching_reads_whole_letters() -> None:
    class Reader:
        tag, dimensions = "", 1
        texts: list[str] = []

        def encode(self, texts: Any) -> Any:
            import numpy as np

            self.texts = list(texts)
            return np.ones((len(texts), 1), np.float32)

    english, korean = Reader(), Reader()
    BilingualEncoder(english, korean).encode([APART])  # type: ignore[arg-type]
    assert (english.texts, korean.texts) == ([], [WHOLE])
    assert (language_of(APART), join_document(APART, APART)) == ("ko", f"{WHOLE}. {WHOLE}")


# What is added later


def text_fields() -> Iterator[Any]:
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            kind = field.base_field if isinstance(field, ArrayField) else field
            if isinstance(kind, models.CharField | models.TextField) and not kind.choices:
                yield field


@pytest.mark.django_db
def test_every_column_of_text_is_given_whole_letters() -> None:
    apart = []
    with connection.cursor() as cursor:
        for field in text_fields():
            value = [APART] if isinstance(field, ArrayField) else APART
            cursor.execute("SELECT %s::text IS NFC NORMALIZED", [field.get_db_prep_save(value, connection)])
            if cursor.fetchone() != (True,):
                apart.append(str(field))
    assert apart == []


def views(patterns: Any = None) -> Iterator[Any]:
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry.url_patterns)
        elif isinstance(entry, URLPattern):
            yield entry.callback


def test_every_route_of_the_api_reads_bodies_as_text_enters() -> None:
    ours: set[type[BaseParser]] = {StrictJSONParser, EnteredFormParser, EnteredMultiPartParser}
    found = {view.cls: set(view.cls.parser_classes) for view in views() if hasattr(view, "cls")}
    assert len(found) > 50
    assert {view: parsers - ours for view, parsers in found.items() if parsers - ours} == {}


def all_forms(form: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for made in form.__subclasses__():
        yield made
        yield from all_forms(made)


def test_every_field_that_hides_what_is_typed_is_a_secret() -> None:
    assert any(views())  # with them every form is there
    hidden = {
        name
        for form in all_forms()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.PasswordInput)
    }
    assert {"password", "password1", "oldpassword"} <= hidden
    assert {name for name in hidden if not is_secret(name)} == set()

"""The plan's page: answers saved while people type, files submitted and taken back."""

from http import HTTPStatus
from uuid import UUID

from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template import engines
from django.urls import include, path, reverse

from exchange.dossiers.selectors.answers import Trouble, answer_blocks, question_at
from exchange.dossiers.selectors.attachments import document_rows
from exchange.dossiers.services.attachments import remove_attachment
from exchange.dossiers.values.reading import read_answers, read_files
from exchange.dossiers.views.answers import save_typed, sign_in_first
from exchange.dossiers.views.attachments import hand_in
from exchange.http.downloads import download
from tests.dossiers.trial import services
from tests.dossiers.trial.models import Plan, PlanAnswer, PlanFile
from tests.dossiers.trial.values import CHECKS, DOCUMENTS, QUESTIONS

PARTY = engines["django"].from_string("<b>{{ party|default:'both' }}</b>")
PAGE = engines["django"].from_string(
    """{% url "plan" plan.public_id as address %}
    {% include "dossiers/components/answers.html" %}
    {% include "dossiers/components/documents.html" with address=address|add:"files/" %}
    {% include "dossiers/components/checks.html" with dossier=plan %}
    {% include "dossiers/components/read_answers.html" with questions=read %}
    {% include "dossiers/components/read_files.html" with stored=stored files=files %}"""
)


def party_of(request: HttpRequest, plan: Plan) -> str:
    return "visitor" if request.user.pk == plan.visitor_id else "host"


def page(
    request: HttpRequest,
    plan: Plan,
    trouble: Trouble | None = None,
    refused: str = "",
    errors: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    content, own = services.load(plan), (None, party_of(request, plan))
    current = services.files_now(plan)
    kept = content.content()
    context = {
        "plan": plan,
        "place": plan.public_id,
        "party_template": PARTY.template,
        "blocks": answer_blocks(content, services.saved_answers(plan), own=own, may_write=True, trouble=trouble),
        "rows": document_rows(content, current, own=own, may_write=True),
        "results": CHECKS.run(content),
        "refused": refused,
        "errors": errors,
        "read": read_answers(kept["answers"], QUESTIONS),
        "files": read_files(kept["files"], DOCUMENTS),
        "stored": {(row.document, row.party, row.sha256): row for row in current.values()},
    }
    response = HttpResponse(PAGE.render(context, request), status=status)
    response.context = context
    return response


def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return page(request, get_object_or_404(Plan, public_id=public_id))


def save(request: HttpRequest, public_id: UUID, key: str, name: str) -> HttpResponseBase:
    address = reverse("plan", args=[public_id])
    if not request.user.is_authenticated:
        return sign_in_first(request, address)
    plan = get_object_or_404(Plan, public_id=public_id)
    question, party = question_at(QUESTIONS, key, name, own=(None, party_of(request, plan)))

    def keep(typed: object, version: int) -> PlanAnswer:
        return services.save(plan, question, party, typed, version, request.user)

    def again(trouble: Trouble, status: HTTPStatus) -> HttpResponse:
        return page(request, plan, trouble, status=status)

    return save_typed(
        request, question, party, save=keep, name=lambda row: row.changed_by.email, page=again, address=address
    )


def upload(request: HttpRequest, public_id: UUID, key: str) -> HttpResponse:
    plan = get_object_or_404(Plan, public_id=public_id)

    def keep(file: File) -> PlanFile:
        return services.attach(plan, key, party_of(request, plan), file, request.user)

    def again(refused: str, errors: list[str]) -> HttpResponse:
        return page(request, plan, refused=refused, errors=errors, status=422)

    return hand_in(request, key, keep=keep, page=again, address=reverse("plan", args=[public_id]))


def file(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    found = get_object_or_404(PlanFile, public_id=public_id)
    return download(found.file, name=found.name, content_type=found.content_type)


def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(PlanFile, public_id=public_id)
    remove_attachment(PlanFile.objects.filter(pk=found.pk))
    return redirect("plan", found.plan.public_id)


urlpatterns = [
    path("plans/<uuid:public_id>/", show, name="plan"),
    path("plans/<uuid:public_id>/files/<slug:key>/", upload),
    path("plans/<uuid:public_id>/<slug:key>/<slug:name>/", save, name="plan-save"),
    path("plan-files/<uuid:public_id>/", file, name="plan-file"),
    path("plan-files/<uuid:public_id>/remove/", remove),
    path("", include("exchange.config.urls")),
]

"""Search by meaning: pgvector's index against exact search, what a person may find, and who embeds."""

from collections.abc import Callable
from http import HTTPStatus

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from exchange.people.enums import Audience, ProfileField, Side
from exchange.people.models import Researcher, User
from exchange.people.services.consent import withdraw_consent
from exchange.projects.models import Project
from matching import tasks
from matching.models import INDEXED_DIMENSIONS, Embedding, Passage
from matching.selectors.nearest import nearest_passages
from matching.services import queries
from matching.services.queries import embed_query, query_vector
from tests.matching.cast import Runner, WordEncoder

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | Researcher], Client]

SEARCH = reverse("meaning-search")
TAG = "seeded@1"
COUNT, QUERIES, TOP = 1500, 10, 10


def embed_at_random(researcher: Researcher, project: Project) -> dict[int, np.ndarray]:
    """``COUNT`` passages, a tenth of them the project's, under ``TAG``; an older model's vectors lie beside them."""
    rng = np.random.default_rng(7)
    centres = rng.normal(size=(30, INDEXED_DIMENSIONS))
    vectors = centres[rng.integers(0, 30, COUNT)] + rng.normal(size=(COUNT, INDEXED_DIMENSIONS))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    owners = [{"project": project} if number % 10 == 0 else {"researcher": researcher} for number in range(COUNT)]
    passages = Passage.objects.bulk_create(
        Passage(kind="aim", text=str(number), language="en", text_hash=str(number), **owner)
        for number, owner in enumerate(owners)
    )
    rows = [
        Embedding(passage=passage, model_tag=TAG, vector=vector)
        for passage, vector in zip(passages, vectors, strict=True)
    ]
    other = [Embedding(passage=passage, model_tag="other@1", vector=vectors[0]) for passage in passages[:200]]
    Embedding.objects.bulk_create(rows + other)
    return {passage.pk: np.asarray(vector, np.float32) for passage, vector in zip(passages, vectors, strict=True)}


def exact(vectors: dict[int, np.ndarray], query: np.ndarray) -> list[int]:
    return sorted(vectors, key=lambda pk: -float(vectors[pk] @ query))[:TOP]


def test_the_index_finds_what_exact_search_finds(us_researcher: Researcher, award: Project) -> None:
    vectors = embed_at_random(us_researcher, award)
    of_award = {pk: vectors[pk] for pk in Passage.objects.filter(project=award).values_list("pk", flat=True)}
    rng = np.random.default_rng(11)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    for known, among in ((vectors, Passage.objects.all()), (of_award, Passage.objects.filter(project=award))):
        found = right = 0
        for number in rng.integers(0, COUNT, QUERIES):
            query = list(vectors.values())[number] + rng.normal(size=INDEXED_DIMENSIONS) / 40
            query = (query / np.linalg.norm(query)).astype(np.float32)
            near = nearest_passages(query, model_tag=TAG, among=among, limit=TOP)
            assert [row.similarity for row in near] == sorted((row.similarity for row in near), reverse=True)
            found += len(near)
            right += len({row.passage for row in near} & set(exact(known, query)))
        assert found == QUERIES * TOP
        assert right / found >= 0.95
    with connection.cursor() as cursor:
        cursor.execute("SELECT idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'matching_embedding'")
        assert cursor.fetchone()[0] >= 1


def test_another_width_is_searched_without_the_index(cast: None, match: Runner, encoder: WordEncoder) -> None:
    match()
    (query,) = encoder.encode(["trust in robots"])
    near = nearest_passages(query, model_tag=encoder.tag, among=Passage.objects.all(), limit=3)
    rows = Embedding.objects.values_list("passage", "vector")
    expected = sorted((float(np.asarray(vector, np.float32) @ query) for _pk, vector in rows), reverse=True)[:3]
    assert [row.similarity for row in near] == pytest.approx(expected, abs=1e-3)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(queries, "_ask_worker", found.append)
    return found


def test_the_page_waits_for_the_worker_and_then_shows_what_was_found(
    cast: None,
    match: Runner,
    encoder: WordEncoder,
    client_of: ClientOf,
    korean_researcher: Researcher,
    sent: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    match()
    client, asked = client_of(korean_researcher), {"q": "operators trust robots"}
    page = client.post(SEARCH, asked).content.decode()
    assert 'hx-trigger="every 1s"' in page
    client.post(SEARCH, asked, headers={"HX-Request": "true"})
    assert sent == ["operators trust robots"]
    monkeypatch.setattr(tasks, "load_encoder", lambda model, device: encoder)
    tasks.embed_query(sent[0])
    fragment = client.post(SEARCH, asked, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "hx-trigger" not in fragment
    assert fragment.index("Alex Rivers") > 0
    encoded = len(encoder.encoded)
    embed_query(sent[0], encoder=encoder)
    assert len(encoder.encoded) == encoded


def found_by(client: Client, text: str) -> str:
    return client.post(SEARCH, {"q": text}).content.decode()


def test_only_what_a_person_may_see_is_found(
    cast: None,
    match: Runner,
    encoder: WordEncoder,
    client_of: ClientOf,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    outsider: User,
) -> None:
    match()
    text = "operators place trust in autonomous robots"
    embed_query(text, encoder=encoder)
    query = query_vector(text)
    assert query is not None
    client = client_of(korean_researcher)
    publication = "Operators and autonomy"
    assert publication in found_by(client, text)
    us_researcher.visibility |= {ProfileField.PUBLICATIONS: Audience.ONLY_ME}
    us_researcher.save()
    assert publication not in found_by(client, text)
    assert "Alex Rivers" in found_by(client, text)
    assert "Alex Rivers" not in found_by(client_of(outsider), text)
    withdraw_consent(us_researcher, country=Side.KR)
    assert "Alex Rivers" not in found_by(client, text)


def test_nobody_finds_themselves(
    cast: None,
    match: Runner,
    encoder: WordEncoder,
    client_of: ClientOf,
    korean_researcher: Researcher,
    project: Project,
) -> None:
    match()
    client, text = client_of(korean_researcher), "operators place trust in autonomous robots"
    embed_query(text, encoder=encoder)
    own = str(korean_researcher.public_id)
    found = found_by(client, text).partition("<main")[2]
    assert (project.get_absolute_url() in found, own in found) == (True, False)
    Project.objects.filter(pk=project.pk).update(lead=korean_researcher)
    assert project.get_absolute_url() not in found_by(client, text).partition("<main")[2]


@pytest.mark.parametrize("text", ["", "ab", "x" * 1001, "nul\x00"])
def test_a_bad_text_is_explained_and_kept(text: str, client_of: ClientOf, outsider: User, sent: list[str]) -> None:
    answer = client_of(outsider).post(SEARCH, {"q": text})
    assert (answer.status_code, sent) == (HTTPStatus.UNPROCESSABLE_ENTITY, [])
    assert 'class="errors"' in answer.content.decode()


def test_one_must_be_signed_in() -> None:
    assert Client().get(SEARCH).status_code == HTTPStatus.FOUND

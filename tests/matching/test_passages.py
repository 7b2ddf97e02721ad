"""A text that nobody says any more stays until the results without it are published, and counts for nothing before."""

from typing import Any

import pytest
from django.utils import timezone

from exchange.people.models import Publication, Researcher
from matching.enums import RunKind
from matching.models import Embedding, Passage
from matching.services.runs import cancel_run, execute_run, queue_run
from tests.matching.cast import Runner, WordEncoder, add_publication, snapshot

pytestmark = pytest.mark.django_db
TITLE = "Measuring trust in robots"


@pytest.fixture
def unpublished(
    cast: None, match: Runner, encoder: WordEncoder, korean_researcher: Researcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run has read that the publication gave way to another one, and was cancelled before it published."""
    match()
    Publication.objects.filter(title=TITLE).delete()
    add_publication(korean_researcher, "Drones at sea")
    touch(korean_researcher)
    run = queue_run(RunKind.FULL)
    encode = encoder.encode

    def cancel_then_encode(texts: Any) -> Any:
        cancel_run(run)
        return encode(texts)

    monkeypatch.setattr(encoder, "encode", cancel_then_encode)
    assert execute_run(run, encoder=encoder) is False
    monkeypatch.setattr(encoder, "encode", encode)


def touch(person: Researcher) -> None:
    Researcher.objects.filter(pk=person.pk).update(changed_at=timezone.now())


def test_it_stays_with_its_vector_until_then_and_goes_with_it(unpublished: None, match: Runner) -> None:
    left = Passage.objects.get(title=TITLE)
    assert (left.is_current, left.embeddings.count()) == (False, 1)
    assert not Passage.objects.exclude(pk=left.pk).filter(is_current=False).exists()

    run = match()

    assert run.report["passages"]["removed"] == 1
    assert not Passage.objects.filter(title=TITLE).exists()
    assert not Embedding.objects.filter(passage=left.pk).exists()


def test_who_says_it_again_is_matched_by_it_again(
    unpublished: None, match: Runner, korean_researcher: Researcher
) -> None:
    Publication.objects.filter(title="Drones at sea").delete()
    add_publication(korean_researcher, TITLE, "How people trust robots on the factory floor.")
    touch(korean_researcher)
    match(RunKind.REFRESH)
    assert Passage.objects.get(title=TITLE).is_current
    assert not Passage.objects.filter(title="Drones at sea").exists()
    found = snapshot()
    match()
    assert found == snapshot()


def test_what_nobody_says_is_given_no_vector(unpublished: None, match: Runner, encoder: WordEncoder) -> None:
    """Under another model everything is read anew, but for what is about to go."""
    other, read = WordEncoder("words@2"), []
    encode = other.encode

    def watch(texts: Any) -> Any:
        read.extend(texts)
        return encode(texts)

    other.encode = watch  # type: ignore[method-assign]
    assert execute_run(queue_run(RunKind.FULL), encoder=other)
    assert any("Drones" in text for text in read)
    assert not any(TITLE in text for text in read)

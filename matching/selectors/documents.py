"""From a subject's facts to the passages that stand for it.

Only what the person lets members see is read (:mod:`exchange.people.disclosure`); names are taken out of running text,
and no nationality, gender or age is ever put in.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exchange.pairing.selectors.paper import Paper
from exchange.people.disclosure import matchable_fields
from exchange.people.enums import Direction, ProfileField
from exchange.people.models import Publication, Researcher, Resource
from exchange.people.values.bilingual import in_language
from exchange.people.values.spelling import language_of
from exchange.programmes.models import Call
from exchange.projects.models import Project
from matching.enums import PassageKind
from matching.models import join_document

# Encoders read the first few hundred tokens of a text: a longer one is read in pieces, each under this many characters.
PIECE = 1000
_SENTENCE_END = re.compile(r"(?<=[.!?。])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before it is a row."""

    kind: PassageKind
    text: str
    title: str = ""
    resource_kind: str = ""
    language: str = "en"

    @property
    def text_hash(self) -> str:
        return hashlib.sha256(join_document(self.title, self.text).encode()).hexdigest()


def researcher_drafts(researcher: Researcher) -> list[Draft]:
    """Statement, representative publications, offers and needs, as far as ``researcher`` shows them to members."""
    fields = matchable_fields(researcher)
    drafts = [
        Draft(PassageKind.STATEMENT, piece, language=language)
        for language, text in (("en", researcher.statement_en), ("ko", researcher.statement_ko))
        for piece in pieces(without_names(text, researcher))
    ]
    if ProfileField.PUBLICATIONS in fields:
        drafts += [_publication(paper) for paper in researcher.publications.all() if paper.is_representative]
    if ProfileField.RESOURCES in fields:
        drafts += [_resource(resource) for resource in researcher.resources.all()]
    return _distinct(drafts)


def project_drafts(project: Project) -> list[Draft]:
    """Title with summary and aims in pieces, and what the project offers and needs."""
    texts = [text for body in (project.summary, project.aims) for text in pieces(body)] or [""]
    drafts = [
        Draft(PassageKind.AIM, text, title=project.title, language=language_of(text or project.title)) for text in texts
    ]
    return _distinct(drafts + [_resource(resource) for resource in project.resources.all()])


def call_drafts(call: Call) -> list[Draft]:
    """The call's topics and its summary, in each language; public texts, which need nobody's consent."""
    summary = call.definition.summary
    texts = [
        (str(getattr(topic, f"name_{language}")), str(getattr(topic, f"text_{language}")))
        for topic in call.topics.all()
        for language in ("en", "ko")
    ]
    for language in ("en", "ko"):
        title = getattr(call.definition.title, language)
        texts += [(title, piece) for piece in pieces(getattr(summary, language))] or [(title, "")]
    drafts = (Draft(PassageKind.CALL, text, title=title, language=language_of(text or title)) for title, text in texts)
    return _distinct(draft for draft in drafts if draft.title or draft.text)


def paper_drafts(paper: Paper) -> list[Draft]:
    """What counterparts read of a concept paper as it was submitted: title and abstract, nothing else."""
    title = in_language(paper.title_en, paper.title_ko, paper.language)
    texts = list(pieces(paper.abstract)) or [""]
    return _distinct(
        Draft(PassageKind.CONCEPT, text, title=title, language=language_of(text or title)) for text in texts
    )


def pieces(text: str) -> Iterator[str]:
    """Split ``text`` at sentence ends into runs of at most about ``PIECE`` characters; nothing for empty text.

    >>> [len(piece) for piece in pieces("A sentence. " * 100)]
    [995, 203]
    """
    piece = ""
    for sentence in filter(None, (part.strip() for part in _SENTENCE_END.split(text))):
        if piece and len(piece) + 1 + len(sentence) > PIECE:
            yield piece
            piece = sentence
        else:
            piece = f"{piece} {sentence}".strip()
    if piece:
        yield piece


def without_names(text: str, researcher: Researcher) -> str:
    """``text`` without the person's own names, which would otherwise tell the vector where they are from."""
    for name in filter(None, (researcher.name_romanised.strip(), researcher.name_native.strip())):
        text = re.sub(rf"(?<!\w){re.escape(name)}", "", text, flags=re.IGNORECASE)
    return text


def _publication(paper: Publication) -> Draft:
    return Draft(
        PassageKind.PUBLICATION, paper.abstract, title=paper.title, language=language_of(paper.abstract or paper.title)
    )


def _resource(resource: Resource) -> Draft:
    kind = PassageKind.OFFER if resource.direction == Direction.OFFER else PassageKind.NEED
    return Draft(kind, resource.text, resource_kind=resource.kind, language=language_of(resource.text))


def _distinct(drafts: Iterable[Draft]) -> list[Draft]:
    return list({(draft.kind, draft.resource_kind, draft.text_hash): draft for draft in drafts}.values())

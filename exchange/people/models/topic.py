"""Research topics (OpenAlex): domain › field › subfield › topic."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import OneLineField
from exchange.people.values.bilingual import reads_korean
from exchange.people.values.spelling import fold, words
from exchange.people.values.vocabulary import reading


class Topic(models.Model):
    """``name`` is OpenAlex's; Korean names come from our vocabulary (``label_topics``), where it has them."""

    openalex_id = models.CharField("OpenAlex", max_length=20, unique=True)
    name = OneLineField(_("name"), max_length=200)
    name_ko = OneLineField(_("Korean name"), max_length=200, blank=True, editable=False)
    domain = models.CharField(_("domain"), max_length=100)
    field = models.CharField(_("field"), max_length=100)
    subfield = models.CharField(_("subfield"), max_length=100)
    works_count = models.PositiveIntegerField(_("works"), default=0)
    own_words = models.TextField(editable=False, default="")
    context_words = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.add_vocabulary()
        super().save(*args, **kwargs)

    def add_vocabulary(self) -> None:
        """Set the Korean name and the words of either language by which the topic is found."""
        label = reading.labels().get(("topic", self.name))
        self.name_ko = label.ko if label else ""
        synonyms = (label.ko, *label.synonyms) if label else ()
        korean = reading.korean_terms(self.name, reading.terms())
        self.own_words = _searched(self.name, *synonyms, *korean, *reading.english_terms(synonyms))
        self.context_words = _searched(*_both("subfield", self.subfield), *_both("field", self.field))

    @property
    def label(self) -> str:
        """In the reader's language, where we have it."""
        return self.name_ko if self.label_language == "ko" else self.name

    @property
    def label_language(self) -> str:
        return "ko" if self.name_ko and reads_korean() else "en"

    @property
    def subfield_label(self) -> str:
        label = reading.labels().get(("subfield", self.subfield)) if reads_korean() else None
        return label.ko if label else self.subfield


def _both(level: str, name: str) -> tuple[str, ...]:
    label = reading.labels().get((level, name))
    return (name, label.ko, *label.synonyms) if label else (name,)


def _searched(*names: str) -> str:
    """Words after spaces, so that one can be found by its beginning; Korean names also without their spaces.

    >>> _searched("Machine Learning", "기계 학습")
    ' machine learning 기계 학습 기계학습'
    """
    found = [word for name in names for word in words(name)]
    joined = [fold(name) for name in names if not name.isascii()]
    return " " + " ".join(dict.fromkeys(found + joined))

"""Words in both languages, and what every part of a definition is: frozen, with a key and a label. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, StringConstraints

from exchange.people.values.bilingual import in_language

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Paragraphs = Annotated[str, StringConstraints(strip_whitespace=True, max_length=20_000)]


def refuse_twins(keys: Iterable[str]) -> None:
    twins = sorted(key for key, count in Counter(keys).items() if count > 1)
    if twins:
        raise ValueError(_("“%(key)s” is there twice.") % {"key": twins[0]})


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen):
    """The same words in both languages; a draft may still lack one."""

    en: Line = ""
    ko: Line = ""

    def __str__(self) -> str:
        return self.in_language()

    def in_language(self, language: str = "") -> str:
        """In ``language``, by default the reader's, else in the other one."""
        return in_language(self.en, self.ko, language)

    @property
    def is_complete(self) -> bool:
        return bool(self.en and self.ko)


class LongText(Text):
    en: Paragraphs = ""
    ko: Paragraphs = ""


class Part(Frozen):
    key: Key
    label: Text

    @property
    def name(self) -> str:
        """For people, who do not know its key."""
        return str(self.label) or self.key

    @property
    def lines(self) -> "tuple[Part, ...]":
        """Parts of this part."""
        return ()


def labels_of(parts: Iterable[Part]) -> Iterator[tuple[str, Text]]:
    """Every label with the name that says where it stands."""
    for part in parts:
        yield part.name, part.label
        yield from ((f"{part.name} › {line.name}", line.label) for line in part.lines)

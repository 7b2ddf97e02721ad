"""Research topics from CSV with the columns of the OpenAlex topic list."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from exchange.people.imports.importing import Importing
from exchange.people.imports.reading import csv_rows
from exchange.people.imports.rows import TopicRow
from exchange.people.imports.upsert import upsert
from exchange.people.models import Topic
from exchange.people.services.vocabulary import label_topics


class TopicImport(Importing):
    row = TopicRow

    def key(self, row: TopicRow) -> str:
        return row.id

    def lines(self, path: Path) -> Iterator[tuple[int, Any]]:
        return csv_rows(path, list(TopicRow.model_fields))

    def store(self, rows: list[TopicRow]) -> Counter[str]:
        wanted = {row.id: row.model_dump(exclude={"id"}) for row in rows}
        return upsert(Topic, "openalex_id", wanted)[0]

    def finish(self) -> None:
        label_topics()

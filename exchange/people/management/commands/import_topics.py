"""``manage.py import_topics FILE``: research topics from CSV with the columns of the OpenAlex topic list."""

from exchange.people.imports.command import ImportCommand
from exchange.people.imports.topics import TopicImport


class Command(TopicImport, ImportCommand):
    help = "Import research topics (CSV: id, name, domain, field, subfield, works_count), plain, gzipped or zipped."

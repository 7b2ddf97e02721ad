"""Keeps the topics' Korean names and search words in step with our vocabulary."""

from django.db import transaction

from exchange.people.models import Topic

FIELDS = ("name_ko", "own_words", "context_words")


@transaction.atomic
def label_topics() -> int:
    """Bring every topic up to date; return how many changed."""
    changed = [topic for topic in Topic.objects.all() if _is_changed(topic)]
    Topic.objects.bulk_update(changed, FIELDS, batch_size=1000)
    return len(changed)


def _is_changed(topic: Topic) -> bool:
    before = [getattr(topic, name) for name in FIELDS]
    topic.add_vocabulary()
    return before != [getattr(topic, name) for name in FIELDS]

"""Publish the supplied Korean notices with the word for managers that stands everywhere else; nobody is asked anew.

Only over the supplied texts: where an operator has published one of their own, that one stays in force.
"""

from django.db import migrations

SUPPLIED = 1


def in_one_word(text):
    return text.replace("프로그램 매니저", "사업 담당자").replace("매니저", "담당자")


def publish_notices(apps, schema_editor):
    consent = apps.get_model("people", "ConsentNotice").objects.order_by("-version").first()
    if consent is not None and consent.version == SUPPLIED:
        _publish(consent, texts=("text_en", "text_ko"), purpose=consent.purpose)
    privacy = apps.get_model("people", "PrivacyNotice").objects.order_by("-version").first()
    if privacy is not None and privacy.version == SUPPLIED:
        _publish(privacy, texts=("collection_en", "collection_ko", "text_en", "text_ko"), asks_anew=False)


def _publish(notice, *, texts, **values):
    said = {text: in_one_word(getattr(notice, text)) for text in texts}
    if any(said[text] != getattr(notice, text) for text in texts):
        type(notice).objects.create(version=notice.version + 1, **said, **values)


class Migration(migrations.Migration):
    dependencies = [("people", "0087_words_email")]

    # A published text is kept: consents rest on it.
    operations = [migrations.RunPython(publish_notices, migrations.RunPython.noop)]

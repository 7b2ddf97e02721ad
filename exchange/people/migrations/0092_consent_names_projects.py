"""Publish a text of the consent that names published projects, too, which are shown with their lead across the border.

Only over the supplied text: where an operator has published one of their own, that one stays in force. Consents to
earlier texts stay, and under them no projects are passed on.
"""

from django.db import migrations
from django.utils import timezone

CHANGES = {
    "text_en": (
        ("research statement, and those fields", "research statement, those fields"),
        ("set to members. Your", "set to members, and the projects that you publish here. Your"),
    ),
    "text_ko": (
        ("연구 소개, 그리고 공개 대상을", "연구 소개, 공개 대상을"),
        ("가능한 기간). 이메일", "가능한 기간), 그리고 이 사이트에 공개한 과제. 이메일"),
    ),
}


def publish_notice(apps, schema_editor):
    notices = apps.get_model("people", "ConsentNotice").objects
    notice = notices.filter(purpose="cross_border_matching").order_by("-version").first()
    if notice is None or not all(old in getattr(notice, text) for text, pairs in CHANGES.items() for old, _new in pairs):
        return
    said = {text: _changed(getattr(notice, text), pairs) for text, pairs in CHANGES.items()}
    notices.create(version=notice.version + 1, purpose=notice.purpose, **said)
    # The next refresh reads them again, and leaves out the projects that were matched before.
    agreed = apps.get_model("people", "ConsentRecord").objects.filter(withdrawn_at__isnull=True)
    people = apps.get_model("people", "Researcher").objects.filter(pk__in=agreed.values("researcher"))
    people.update(changed_at=timezone.now())


def _changed(text, pairs):
    for old, new in pairs:
        text = text.replace(old, new)
    return text


class Migration(migrations.Migration):
    dependencies = [("people", "0091_the_person_first")]

    # A published text is kept: consents rest on it.
    operations = [migrations.RunPython(publish_notice, migrations.RunPython.noop)]

"""End the sides that ORCID confirmed for an iD that was disconnected before disconnecting one ended them."""

from django.db import migrations
from django.db.models import Exists, OuterRef
from django.utils import timezone


def end_sides(apps, schema_editor):
    accounts = apps.get_model("socialaccount", "SocialAccount").objects.filter(
        provider="orcid", uid=OuterRef("reason"), user=OuterRef("researcher__user")
    )
    resting = apps.get_model("people", "SideDecision").objects.filter(ended_at__isnull=True, ground="orcid")
    people = list(resting.filter(~Exists(accounts)).values_list("researcher", flat=True))
    now = timezone.now()
    resting.filter(researcher__in=people).update(ended_at=now)
    apps.get_model("people", "Researcher").objects.filter(pk__in=people).update(changed_at=now)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0089_one_after_the_other_at_orcid"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    # What rests on nothing is not confirmed again.
    operations = [migrations.RunPython(end_sides, migrations.RunPython.noop)]

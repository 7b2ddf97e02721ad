"""Confirm the sides of whom something speaks for: an import, a verified address, the demo. Everybody else waits."""

from collections import defaultdict

from django.db import migrations

from exchange.people.values.mail_domains import and_above, can_speak_for_organisation, domain_of


def confirm(apps, schema_editor):
    researchers = apps.get_model("people", "Researcher").objects.exclude(country="")
    decisions = apps.get_model("people", "SideDecision").objects
    sides = sides_by_domain(apps)
    addresses = defaultdict(list)
    for user, email in apps.get_model("account", "EmailAddress").objects.filter(verified=True).values_list("user", "email"):
        addresses[user].append(email)
    rows = []
    people = researchers.select_related("organisation", "user").only(
        "country", "external_id", "organisation__domains", "organisation__country", "user__email"
    )
    for person in people.order_by("pk").iterator(chunk_size=2000):
        ground, reason = evidence(person, addresses, sides)
        if ground:
            rows.append(
                decisions.model(
                    researcher_id=person.pk,
                    organisation_id=person.organisation_id,
                    side=person.country,
                    outcome="confirmed",
                    ground=ground,
                    reason=reason,
                )
            )
    decisions.bulk_create(rows, batch_size=2000)


def sides_by_domain(apps):
    sides = defaultdict(set)
    for country, domains in apps.get_model("people", "Organisation").objects.values_list("country", "domains"):
        for domain in domains:
            sides[domain].add(country)
    return sides


def evidence(person, addresses, sides):
    if person.user_id is None:
        return "import", ""
    if (person.external_id or "").startswith("demo-") and person.user.email.endswith("@demo.example.org"):
        return "demo", ""
    organisation = person.organisation
    if organisation is None or organisation.country != person.country:
        return "", ""
    for address in addresses[person.user_id]:
        known = [one for one in and_above(domain_of(address)) if can_speak_for_organisation(one) and one in sides]
        own = next((one for one in known if one in organisation.domains), "")
        if own and all(sides[one] == {person.country} for one in {known[0], own}):
            return "address", own
    return "", ""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0073_side_decisions"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]

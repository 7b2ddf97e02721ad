"""Offices alone say who acts for an agency and which programmes they manage; a field of the account said it beside them.

Where the two disagreed, what only one of them gave ends, and nobody gains by it:

- A manager's account without an office gets one at the agency of its side, where there is exactly one. It manages no
  programme there: calls, proposals and money stay as closed to it as they were.
- Who manages no programme sees no match queue any more; the start page says so to them.
- An office at an agency of another side than the account's ends, and one of an account that was no manager's: the side
  was taken from such an account to end its work, and without one no second factor was demanded of it.

Each account that loses something is named while this runs. An administrator gives it back: an office on the account's
page, programmes on the programme's.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


def keep_offices_alone(apps, schema_editor):
    end_offices_of_no_manager(apps.get_model("programmes", "AgencyOfficer").objects)
    accounts = apps.get_model("people", "User").objects.exclude(manager_side="").order_by("pk")
    for account in accounts.filter(agency_offices=None):
        give_office(apps, account)
    managers = apps.get_model("programmes", "ProgrammeManager").objects.filter(
        programme__agencies=models.F("officer__agency")
    )
    for account in accounts.exclude(pk__in=managers.values("officer__user")):
        print(f"\n    {account.email} manages no programme, and sees the match queue no longer", end="")


def end_offices_of_no_manager(officers):
    for officer in officers.exclude(user__manager_side=models.F("agency__side")).order_by("pk"):
        print(f"\n    {officer.user.email} was no manager of that side, and acts for {officer.agency.code} no longer", end="")
        officer.delete()


def give_office(apps, account):
    agencies = list(apps.get_model("programmes", "Agency").objects.filter(side=account.manager_side))
    if len(agencies) == 1:
        apps.get_model("programmes", "AgencyOfficer").objects.create(agency=agencies[0], user=account)


def side_from_offices(apps, schema_editor):
    accounts = apps.get_model("people", "User").objects
    for side in ("KR", "US"):
        accounts.filter(agency_offices__agency__side=side).update(manager_side=side)


class Migration(migrations.Migration):

    run_before = [('people', '0045_no_side_set_by_hand')]

    dependencies = [
        ('people', '0008_account_name'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='agency',
            trigger=pgtrigger.compiler.Trigger(name='side_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."side" IS DISTINCT FROM (NEW."side"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='62fa554016742915c19a63ee38daf2154fc1c3ff', operation='UPDATE', pgid='pgtrigger_side_stays_e4acb', table='programmes_agency', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyofficer',
            trigger=pgtrigger.compiler.Trigger(name='office_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e03c32c5872ca733ee139fac1535b397d1cf22c0', operation='UPDATE', pgid='pgtrigger_office_stays_8ce4b', table='programmes_agencyofficer', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agencyofficer',
            trigger=pgtrigger.compiler.Trigger(name='officer_on_one_side', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM people_user WHERE id = NEW.user_id FOR NO KEY UPDATE;\n    IF EXISTS (\n        SELECT 1 FROM programmes_agencyofficer AS held\n        JOIN programmes_agency AS theirs ON theirs.id = held.agency_id\n        JOIN programmes_agency AS ours ON ours.id = NEW.agency_id\n        WHERE held.user_id = NEW.user_id AND theirs.side <> ours.side\n    ) THEN\n        RAISE EXCEPTION 'officer_on_one_side' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n", hash='6acda687ef326a1ed006e8ec8d966b3b75298ecd', operation='INSERT', pgid='pgtrigger_officer_on_one_side_70aa0', table='programmes_agencyofficer', when='BEFORE')),
        ),
        migrations.RunPython(keep_offices_alone, side_from_offices),
    ]

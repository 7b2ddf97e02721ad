"""Names of what libraries name in English alone: sections and models of the administration, in the reader's language."""

from django.apps import apps
from django.db.models import Field
from django.utils.translation import gettext_lazy as _

NAMES = {
    "mfa.Authenticator": (_("second factor"), _("second factors")),
    "usersessions.UserSession": (_("session"), _("sessions")),
    "pghistory.Events": (_("change"), _("changes")),
}
# Columns of the histories. Put where migrations do not look: they are not the tables'.
COLUMNS = {
    "pgh_id": _("number"),
    "pgh_created_at": _("changed"),
    "pgh_label": _("kind of change"),
    "pgh_model": _("history"),
    "pgh_obj": _("row"),
    "pgh_obj_model": _("what was changed"),
    "pgh_obj_id": _("row"),
    "pgh_context": _("changed by"),
    "pgh_data": _("data"),
    "pgh_diff": _("difference"),
}

for label, (one, many) in NAMES.items():
    meta = apps.get_model(label)._meta
    meta.verbose_name, meta.verbose_name_plural = one, many
apps.get_app_config("pghistory").verbose_name = _("Change log")
apps.get_app_config("mfa").verbose_name = _("Second factors")
for model in apps.get_models():
    for field in model._meta.fields:
        if isinstance(field, Field) and field.name in COLUMNS:
            field.verbose_name = COLUMNS[field.name]

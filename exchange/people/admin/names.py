"""Names of what libraries name in English alone: sections and models of the administration, in the reader's language."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

NAMES = {
    "mfa.Authenticator": (_("second factor"), _("second factors")),
    "usersessions.UserSession": (_("session"), _("sessions")),
    "pghistory.Events": (_("change"), _("changes")),
}

for label, (one, many) in NAMES.items():
    meta = apps.get_model(label)._meta
    meta.verbose_name, meta.verbose_name_plural = one, many
apps.get_app_config("pghistory").verbose_name = _("Change log")
apps.get_app_config("mfa").verbose_name = _("Second factors")

"""Names of what has one in English alone, from a library or from its place in the code, in the reader's language."""

from typing import Any

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

# Fields that go by the name that they have in the code, as far as it is not that of what they refer to.
FIELDS = {
    "american": _("US paper"),
    "answered_by": _("answered by"),
    "asked_by": _("asked by"),
    "changed_by": _("changed by"),
    "chooser": _("paper that chooses"),
    "confirmed_by": _("confirmed by"),
    "context_words": _("words around it"),
    "copied_from": _("copied from"),
    "counterpart": _("paper that is ranked"),
    "created_at": _("created"),
    "created_by": _("created by"),
    "data": _("data"),
    "digest": _("digest"),
    "entered_by": _("entered by"),
    "extended_by": _("extended by"),
    "folded_name": _("name as it is searched"),
    "folded_title": _("title as it is searched"),
    "id": _("number"),
    "introduced_by": _("introduced by"),
    "invited_by": _("invited by"),
    "ip": _("IP address"),
    "joint": _("joint proposal"),
    "korean": _("Korean paper"),
    "last_seen_at": _("last seen"),
    "last_used_at": _("last used"),
    "made_by": _("made by"),
    "other": _("the other party"),
    "other_replied_at": _("the other one replied"),
    "own": _("own passage"),
    "own_words": _("own words"),
    "parent": _("organisation above"),
    "child": _("organisation below"),
    "partner": _("partner’s passage"),
    "public_id": _("public identifier"),
    "published_by": _("published by"),
    "requested_by": _("requested by"),
    "researcher_replied_at": _("the researcher replied"),
    "reviewed_by": _("reviewed by"),
    "run_by": _("run by"),
    "sent_by": _("sent by"),
    "setup_digest": _("digest of the setup key"),
    "submitted_by": _("submitted by"),
    "token_key": _("beginning of the token"),
    "type": _("kind"),
    "uploaded_by": _("uploaded by"),
    "user_agent": _("browser"),
    "written_by": _("written by"),
}


def _name_in_words(field: "Field[Any, Any]") -> None:
    if field.name in COLUMNS:
        field.verbose_name = COLUMNS[field.name]
    elif field._verbose_name is None:  # type: ignore[attr-defined]  # noqa: SLF001 - as it was written
        related: Any = field.related_model
        field.verbose_name = FIELDS.get(field.name) or (related._meta.verbose_name if related else field.verbose_name)


for label, (one, many) in NAMES.items():
    meta = apps.get_model(label)._meta
    meta.verbose_name, meta.verbose_name_plural = one, many
apps.get_app_config("pghistory").verbose_name = _("Change log")
apps.get_app_config("mfa").verbose_name = _("Second factors")
for model in apps.get_models():
    for field in model._meta.fields:
        if isinstance(field, Field):
            _name_in_words(field)

"""What matching has not read yet: noted by the database itself, whoever writes, so that a refresh reads nothing else."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

RESEARCHER, PROJECT, EVERYTHING = "researcher", "project", ""
PUBLISHING = "matching.publishing"
"""Setting of a transaction that publishes: what it takes from lists it accounts for itself."""


class ChangedSubject(models.Model):
    """One change. Rows are only added and deleted, so that noting one never waits for another writer."""

    kind = models.CharField(
        _("kind"), max_length=10, blank=True, help_text=_("A researcher, a project, or empty: everything.")
    )
    number = models.BigIntegerField(_("number"))
    is_list = models.BooleanField(
        _("a list"), default=False, db_default=False, help_text=_("Not the subject changed: something left its list.")
    )
    noted_at = models.DateTimeField(_("noted"), db_default=models.functions.Now())

    class Meta:
        verbose_name = _("change not matched yet")
        verbose_name_plural = _("changes not matched yet")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind or '*'} {self.number}"


def notes(kind: str, column: str) -> pgtrigger.Trigger:
    """A trigger for every table that matching reads; ``column`` holds the subject's number."""
    return notes_rows(
        "note_for_matching",
        f"""
            SELECT DISTINCT '{kind}', number, false FROM (VALUES (NEW.{column}), (OLD.{column})) v (number)
            WHERE number IS NOT NULL
        """,  # noqa: S608 - names of ours
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    )


def notes_rows(
    name: str, rows: str, *, operation: pgtrigger.Operation, condition: pgtrigger.Condition | None = None
) -> pgtrigger.Trigger:
    """The same where the numbers are found by ``rows``: kind, number, and whether it is only a list."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=operation,
        condition=condition,
        func=f"INSERT INTO matching_changedsubject (kind, number, is_list) {rows}; RETURN NULL;",
    )


_ENDS = """
SELECT kind, number, false FROM matching_pair pair, LATERAL (VALUES
    ('researcher', pair.researcher_id), ('researcher', pair.partner_id), ('project', pair.project_id)
) ends (kind, number) WHERE pair.id = {pair} AND number IS NOT NULL
"""
_UNLESS_PUBLISHING = f"coalesce(current_setting('{PUBLISHING}', true), '') <> 'on'"
_LISTS = f"""
SELECT kind, number, true FROM matching_pair pair, LATERAL (VALUES
    ('researcher', pair.researcher_id, OLD.rank_for_researcher),
    ('researcher', pair.partner_id, OLD.rank_for_other),
    ('project', pair.project_id, OLD.rank_for_other)
) ends (kind, number, rank)
WHERE pair.id = OLD.pair_id AND number IS NOT NULL AND rank IS NOT NULL AND OLD.is_current
    AND {_UNLESS_PUBLISHING}
"""  # noqa: S608 - names of ours
_OWNERS = f"""
SELECT kind, number, false FROM (VALUES
    ('{RESEARCHER}', OLD.researcher_id), ('{PROJECT}', OLD.project_id)
) owners (kind, number) WHERE number IS NOT NULL AND {_UNLESS_PUBLISHING}
"""  # noqa: S608 - names of ours


def notes_both_ends() -> pgtrigger.Trigger:
    """Of what people said of a pair."""
    return notes_rows(
        "note_ends",
        _ENDS.format(pair="coalesce(NEW.pair_id, OLD.pair_id)"),
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    )


def notes_decided() -> pgtrigger.Trigger:
    return notes_rows(
        "note_decided",
        _ENDS.format(pair="NEW.id"),
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange("state"),
    )


def notes_shortened() -> pgtrigger.Trigger:
    """Of a match that goes: the lists on which it stood."""
    return notes_rows("note_shortened", _LISTS, operation=pgtrigger.Delete)


def notes_unread() -> pgtrigger.Trigger:
    """Of a passage that goes: whose it was."""
    return notes_rows("note_unread", _OWNERS, operation=pgtrigger.Delete)

"""Which proposals were changed since their figures were counted: noted by the database, whoever writes."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangedProposal(models.Model):
    """One change. Rows are only added and deleted, so that noting one never waits for another writer."""

    proposal = models.ForeignKey(
        "proposals.Proposal",
        on_delete=models.CASCADE,
        related_name="+",
        db_constraint=False,
        verbose_name=_("proposal"),
    )
    noted_at = models.DateTimeField(_("noted"), db_default=models.functions.Now())

    class Meta:
        verbose_name = _("change to be counted")
        verbose_name_plural = _("changes to be counted")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.proposal_id)


def note_change(column: str = "proposal_id") -> pgtrigger.Trigger:
    """A trigger for every table that the figures are counted from; ``column`` holds the proposal."""
    return pgtrigger.Trigger(
        name="note_change",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'DELETE' THEN
                INSERT INTO proposals_changedproposal (proposal_id) VALUES (OLD.{column});
            ELSE
                INSERT INTO proposals_changedproposal (proposal_id) VALUES (NEW.{column});
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - a column of ours
    )

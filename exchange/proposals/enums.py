"""Closed vocabularies of proposals; stored values never change once released."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProposalState(models.TextChoices):
    """Where a proposal stands within its stage."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    INFORMATION_ASKED = "asked", _("More information asked")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")
    ADVANCED = "advanced", _("Invited to the next stage")
    NOT_ADVANCED = "not_advanced", _("Not invited to the next stage")

    @property
    def is_editable(self) -> bool:
        return self in EDITABLE


AT_THE_AGENCIES = (ProposalState.SUBMITTED, ProposalState.INFORMATION_ASKED)
EDITABLE = (ProposalState.DRAFT, *AT_THE_AGENCIES)


class Role(models.TextChoices):
    PI = "pi", _("Principal investigator")
    CO_PI = "co_pi", _("Co-principal investigator")
    MEMBER = "member", _("Member")


class MemberState(models.TextChoices):
    INVITED = "invited", _("Invited")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    REMOVED = "removed", _("Removed")


class BudgetCategory(models.TextChoices):
    PERSONNEL = "personnel", _("Personnel")
    EQUIPMENT = "equipment", _("Equipment and facilities")
    MATERIALS = "materials", _("Materials")
    TRAVEL = "travel", _("Travel and exchange")
    SERVICES = "services", _("Services and sub-contracts")
    INDIRECT = "indirect", _("Indirect costs")


class BatchAudience(models.TextChoices):
    """Who of a team gets a message."""

    LEADS = "leads", _("Principal investigators")
    TEAM = "team", _("Everyone on the team")


class Placeholder(models.TextChoices):
    """What a message to teams fills in for each recipient."""

    NAME = "name", _("the recipient’s name")
    TITLE = "title", _("the proposal’s title")
    NUMBER = "number", _("the proposal’s number")
    CALL = "call", _("the call")
    STAGE = "stage", _("the stage")
    DEADLINE = "deadline", _("the stage’s deadline, in the recipient’s time zone")
    LINK = "link", _("the address of the proposal")

"""What a file of a call's proposals says of each: of a draft its figures alone."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.office.enums import Kind
from exchange.office.values.column import Column
from exchange.people.enums import Side
from exchange.proposals.models import Proposal, ProposalFigures


def _figures(value: Callable[[ProposalFigures], Any]) -> Callable[[Proposal], Any]:
    """Of a proposal that is not counted yet, as of an empty one."""
    return lambda proposal: value(getattr(proposal, "figures", None) or ProposalFigures(proposal=proposal))


def _leads(side: Side) -> Callable[[Proposal], str]:
    def names(figures: ProposalFigures) -> str:
        leads = [lead for lead in figures.leads if lead["side"] == side]
        return "; ".join(f"{lead['name']} ({lead['organisation']})" for lead in leads)

    return _figures(names)


def _sides(sides: Sequence[str]) -> str:
    return ", ".join(str(Side(side).label) for side in sides)


COLUMNS: tuple[Column[Proposal], ...] = (
    Column(gettext_lazy("No."), lambda proposal: proposal.pk, Kind.INTEGER),
    Column(gettext_lazy("Stage"), lambda proposal: str(proposal.get_stage_display())),
    Column(gettext_lazy("State"), lambda proposal: str(proposal.get_state_display())),
    Column(gettext_lazy("Sides"), lambda proposal: _sides(proposal.sides)),
    Column(gettext_lazy("Submitted title in English"), _figures(lambda figures: figures.title_en)),
    Column(gettext_lazy("Submitted title in Korean"), _figures(lambda figures: figures.title_ko)),
    Column(gettext_lazy("Korean principal investigator"), _leads(Side.KR)),
    Column(gettext_lazy("US principal investigator"), _leads(Side.US)),
    Column(gettext_lazy("People"), _figures(lambda figures: figures.people), Kind.INTEGER),
    Column(gettext_lazy("Accepted"), _figures(lambda figures: figures.accepted), Kind.INTEGER),
    Column(gettext_lazy("Signed off"), _figures(lambda figures: figures.signed), Kind.INTEGER),
    Column(gettext_lazy("Confirmed by"), _figures(lambda figures: _sides(figures.confirmed_sides))),
    Column(gettext_lazy("Required parts"), _figures(lambda figures: figures.required), Kind.INTEGER),
    Column(gettext_lazy("Filled parts"), _figures(lambda figures: figures.filled), Kind.INTEGER),
    Column(gettext_lazy("Per cent filled"), _figures(lambda figures: figures.percent), Kind.INTEGER),
    Column(
        gettext_lazy("Changed since submitted"), _figures(lambda figures: _("Yes") if figures.is_changed else _("No"))
    ),
    Column(gettext_lazy("Submitted"), lambda proposal: proposal.submitted_at, Kind.INSTANT),
    Column(gettext_lazy("Last changed"), lambda proposal: proposal.changed_at, Kind.INSTANT),
)

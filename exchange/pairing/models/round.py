"""One matching of a call's concept papers, and the pairs that were confirmed."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.dossiers.models.round import Round
from exchange.people.enums import Side
from exchange.programmes.models import Call
from exchange.proposals.models import Proposal


@pghistory.track()
class PairingRound(Round):
    """One matching of a call's concept papers. ``result`` holds the pairs, who stays alone, and the certificate."""

    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="pairing_round")
    proposing_side = models.CharField(
        _("side that proposes"),
        max_length=2,
        choices=Side.choices,
        default=Side.KR,
        help_text=_("Of several stable results this side gets its best one."),
    )

    class Meta:
        verbose_name = _("matching of concept papers")
        verbose_name_plural = _("matchings of concept papers")

    def __str__(self) -> str:
        return f"{self.call} ({self.get_state_display()})"

    @property
    def facts_digest(self) -> str:
        return str(self.result.get("market", ""))


@pghistory.track()
class PairedPapers(models.Model):
    """Two concept papers that were paired and confirmed, and the joint draft they became."""

    round = models.ForeignKey(PairingRound, on_delete=models.CASCADE, related_name="pairs")
    korean = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="paired_as_korean")
    american = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="paired_as_american")
    joint = models.OneToOneField(Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="paired_from")

    class Meta:
        verbose_name = _("paired concept papers")
        verbose_name_plural = _("paired concept papers")

    def __str__(self) -> str:
        return f"{self.korean} + {self.american}"

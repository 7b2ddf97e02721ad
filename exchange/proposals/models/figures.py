"""What managers see of a call's proposals: figures that are counted beside the content."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import OneLineField
from exchange.people.enums import Side
from exchange.people.values.bilingual import in_language
from exchange.programmes.models import CallVersion
from exchange.proposals.models.proposal import Proposal


class ProposalFigures(models.Model):
    """Counted from the proposal when it changes. The titles and leads are those of the newest submission, else empty:
    managers count drafts, they do not read them."""

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, primary_key=True, related_name="figures")
    version = models.ForeignKey(CallVersion, on_delete=models.CASCADE, related_name="+", null=True)
    required = models.PositiveSmallIntegerField(_("required parts"), default=0)
    filled = models.PositiveSmallIntegerField(_("filled parts"), default=0)
    percent = models.PositiveSmallIntegerField(_("share of required parts filled"), default=0)
    people = models.PositiveSmallIntegerField(_("people invited or accepted"), default=0)
    accepted = models.PositiveSmallIntegerField(_("people who have accepted"), default=0)
    signed = models.PositiveSmallIntegerField(_("people who have signed off"), default=0)
    confirmed_sides = ArrayField(
        models.CharField(max_length=2, choices=Side.choices), verbose_name=_("sides that have confirmed"), default=list
    )
    lacks_signature = models.BooleanField(_("a signature or confirmation is missing"), default=True)
    is_changed = models.BooleanField(_("changed since it was submitted"), default=False)
    title_en = OneLineField(_("submitted title in English"), max_length=300, blank=True)
    title_ko = OneLineField(_("submitted title in Korean"), max_length=300, blank=True)
    leads = models.JSONField(_("submitted leads"), default=list)
    words = models.TextField(_("submitted titles and leads, to search in"), blank=True)
    counted_at = models.DateTimeField(_("counted"), auto_now=True)

    class Meta:
        verbose_name = _("figures of a proposal")
        verbose_name_plural = _("figures of proposals")

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.percent} %"

    @property
    def title(self) -> str:
        """In the reader's language, else in the other one."""
        return in_language(self.title_en, self.title_ko)

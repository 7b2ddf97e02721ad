"""What managers see of a call's proposals: figures that are counted beside the content, and views they keep."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Side
from exchange.people.values.bilingual import in_language
from exchange.programmes.models import Call, CallVersion
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
    title_en = models.CharField(_("submitted title in English"), max_length=300, blank=True)
    title_ko = models.CharField(_("submitted title in Korean"), max_length=300, blank=True)
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


class SavedView(models.Model):
    """A manager's filters and order under a name; ``query`` is what stands in the address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters and order"), max_length=1000, blank=True)
    is_default = models.BooleanField(_("shown first"), default=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "call", "name"],
                name="saved_view_name_once",
                violation_error_message=_("You have a view of this name already."),
            ),
            models.UniqueConstraint(
                fields=["user", "call"], condition=models.Q(is_default=True), name="saved_view_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name

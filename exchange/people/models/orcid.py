"""ORCID iDs that are connected to an account, as allauth keeps them."""

import pgtrigger
from allauth.socialaccount.models import SocialAccount

from exchange.people.enums import SideGround
from exchange.people.models.side import ends_what_confirmed

ORCID = "orcid"
"""The provider, as allauth names it."""

_CONFIRMS_NO_MORE = ends_what_confirmed(SideGround.ORCID, where="decision.reason = OLD.uid")


class ConnectedOrcid(SocialAccount):
    """Here for its triggers: a side that ORCID confirmed is confirmed no longer than the person has the iD connected."""

    class Meta:
        proxy = True
        verbose_name = SocialAccount._meta.verbose_name
        verbose_name_plural = SocialAccount._meta.verbose_name_plural
        triggers = [
            pgtrigger.Trigger(
                name="disconnected",
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__provider=ORCID),
                func=_CONFIRMS_NO_MORE,
            ),
            pgtrigger.Trigger(
                name="connected_to_another",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__provider=ORCID)
                & (
                    pgtrigger.Q(old__user__df=pgtrigger.F("new__user"))
                    | pgtrigger.Q(old__uid__df=pgtrigger.F("new__uid"))
                    | pgtrigger.Q(old__provider__df=pgtrigger.F("new__provider"))
                ),
                func=_CONFIRMS_NO_MORE,
            ),
        ]

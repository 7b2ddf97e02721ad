"""ORCID iDs that are connected to an account, as allauth keeps them."""

import pgtrigger
from allauth.socialaccount.models import SocialAccount

ORCID = "orcid"
"""The provider, as allauth names it."""

# The person first, as everybody else who decides on a side takes them: of two at once the second one waits.
_CONFIRMS_NO_MORE = """
    PERFORM FROM people_researcher WHERE user_id = OLD.user_id FOR UPDATE;
    WITH ended AS (
        UPDATE people_sidedecision AS decision SET ended_at = clock_timestamp()
        FROM people_researcher AS person
        WHERE person.id = decision.researcher_id AND person.user_id = OLD.user_id
            AND decision.ended_at IS NULL AND decision.ground = 'orcid' AND decision.reason = OLD.uid
        RETURNING decision.researcher_id
    )
    UPDATE people_researcher SET changed_at = clock_timestamp() WHERE id IN (SELECT researcher_id FROM ended);
    RETURN NULL;
"""


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

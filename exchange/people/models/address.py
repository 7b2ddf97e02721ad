"""Email addresses of an account, as allauth keeps them: the first proof of one ends what was let in before."""

import pgtrigger
from allauth.account.models import EmailAddress

from exchange.people.enums import SideGround
from exchange.people.models.side import ends_what_confirmed

_FIRST_VERIFIED = """
    UPDATE people_user
    SET access_since = GREATEST(clock_timestamp(), access_since + interval '1 microsecond')
    WHERE id = NEW.user_id;
    RETURN NULL;
"""

# Unless another verified address of the person lies in the same domain, or below it.
_CONFIRMS_NO_MORE = ends_what_confirmed(
    SideGround.ADDRESS,
    where="""NOT EXISTS (
                SELECT FROM account_emailaddress AS own
                WHERE own.user_id = OLD.user_id AND own.verified
                    AND right('.' || lower(split_part(own.email, '@', 2)), length(decision.reason) + 1)
                        = '.' || decision.reason
            )""",
)


class Address(EmailAddress):
    """Here for its triggers: whoever registered somebody else's address first keeps no session and no token, and a side
    that an address confirmed is confirmed no longer than the person has it."""

    class Meta:
        proxy = True
        verbose_name = EmailAddress._meta.verbose_name
        verbose_name_plural = EmailAddress._meta.verbose_name_plural
        triggers = [
            pgtrigger.Trigger(
                name="verified_at_once",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__verified=True),
                func=_FIRST_VERIFIED,
            ),
            pgtrigger.Trigger(
                name="verified",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__verified=False, new__verified=True),
                func=_FIRST_VERIFIED,
            ),
            pgtrigger.Trigger(
                name="removed",
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__verified=True),
                func=_CONFIRMS_NO_MORE,
            ),
            pgtrigger.Trigger(
                name="verified_no_more",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__verified=True)
                & (pgtrigger.Q(new__verified=False) | pgtrigger.Q(old__email__df=pgtrigger.F("new__email"))),
                func=_CONFIRMS_NO_MORE,
            ),
        ]

"""E-mail addresses of an account, as allauth keeps them: the first proof of one ends what was let in before."""

import pgtrigger
from allauth.account.models import EmailAddress

_FIRST_VERIFIED = """
    UPDATE people_user
    SET access_since = GREATEST(clock_timestamp(), access_since + interval '1 microsecond')
    WHERE id = NEW.user_id;
    RETURN NULL;
"""


class Address(EmailAddress):
    """Here for its triggers: whoever registered somebody else's address first keeps no session and no token."""

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
        ]

"""The account: an email address that signs in."""

import uuid
from typing import Any, ClassVar

import pghistory
import pgtrigger
import rules
from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import OneLineField
from exchange.people.models.officer import officer_facts
from exchange.people.values.time_zones import time_zones

# What is written later by somebody who read the account before never brings an ended access back.
_ACCESS_ENDS = """
    NEW.access_since := GREATEST(NEW.access_since, OLD.access_since);
    IF NEW.password <> OLD.password OR lower(NEW.email) <> lower(OLD.email) OR (OLD.is_active AND NOT NEW.is_active)
    THEN
        NEW.access_since := GREATEST(clock_timestamp(), NEW.access_since + interval '1 microsecond');
    END IF;
    RETURN NEW;
"""


def validate_time_zone(name: str) -> None:
    """Raise ``ValidationError`` unless ``name`` is an IANA zone, e.g. ``Asia/Seoul``."""
    if name not in time_zones():
        raise ValidationError(_("“%(name)s” is not a known time zone."), params={"name": name})


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("An account needs an email address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def with_officer_facts(self) -> "models.QuerySet[User]":
        """Accounts that need not ask again for ``officer_side``, ``is_manager`` and ``has_profile``."""
        return self.annotate(**officer_facts())

    def get_by_natural_key(self, username: str | None) -> "User":
        found = self.at_address(username or "")
        if found is None:
            raise self.model.DoesNotExist
        return found

    def at_address(self, email: str) -> "User | None":
        """Who goes by the address, in small or capital letters.

        The database finds candidates; its capital letters take a dotless ı for an i, which is another mailbox.
        """
        same = (user for user in self.filter(email__iexact=email) if user.email.lower() == email.lower())
        return next(same, None)


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractUser):
    """Signs in by email. A researcher's names belong to the profile, so the inherited name fields are dropped."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("email address"), unique=True)
    name = OneLineField(
        _("name"),
        max_length=100,
        blank=True,
        help_text=_(
            "Stands beside what a programme manager or an administrator decides, for colleagues of both sides."
        ),
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Seoul", validators=[validate_time_zone])

    access_since = models.DateTimeField(
        _("access since"),
        default=timezone.now,
        editable=False,
        help_text=_(
            "Sessions and API tokens from before have ended. Moves with the password, an address or a deactivation."
        ),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_case_insensitive")]
        triggers = [
            pgtrigger.Trigger(name="access_ends", when=pgtrigger.Before, operation=pgtrigger.Update, func=_ACCESS_ENDS)
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def known_as(self) -> str:
        """What stands beside what they did, for those who take part in it: the profile's name where there is one."""
        researcher = getattr(self, "researcher", None)
        return str(self) if researcher is None else str(researcher.name_romanised)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session of this account carries; it ends with the password, as Django has it, and with the access."""
        sealed = f"{self.password}{self.access_since.isoformat()}"
        return salted_hmac("exchange.people.User.session", sealed, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def officer_side(self) -> str:
        """The side of the agency whose officer this person is; empty for everybody else."""
        return str(self._told("officer_side") or "")

    @cached_property
    def is_manager(self) -> bool:
        """Whether the officer manages a programme; the office alone opens no queue."""
        return bool(self._told("is_manager"))

    @cached_property
    def has_profile(self) -> bool:
        """Whether the person is a researcher here, too; who takes an office remains one."""
        return bool(self._told("has_profile"))

    def _told(self, fact: str) -> Any:
        """All are asked at once, of an account that was not read with them."""
        accounts = User.objects.none() if self._state.adding else User.objects.filter(pk=self.pk)
        told = accounts.annotate(**officer_facts()).values(*officer_facts()).first() or {}
        self.__dict__.update(told)
        return told.get(fact)

    @property
    def needs_second_factor(self) -> bool:
        """Rights over the whole installation need one even where the administration is closed to their owner."""
        return self.is_staff or self.is_superuser or bool(self.officer_side)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Superusers have the administration; to one thing on our own pages the rules apply to them as to everybody."""
        if obj is not None and rules.perm_exists(perm):
            return self.is_active and bool(rules.has_perm(perm, self, obj))
        return super().has_perm(perm, obj)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.name or self.email.partition("@")[0]


def deactivated(user: str = "user_id") -> models.Exists:
    """Condition on people, or on rows with one: an administrator closed their account. An imported profile has none."""
    return models.Exists(User.objects.filter(pk=models.OuterRef(user), is_active=False))

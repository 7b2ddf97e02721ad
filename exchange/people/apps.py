from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "exchange.people"
    verbose_name = _("People")

    def ready(self) -> None:
        # Models can be imported only now.
        from allauth.account.signals import email_changed, email_confirmed
        from allauth.socialaccount.signals import social_account_removed
        from django.db.models import Exists, OuterRef

        from exchange.people import adapter
        from exchange.people.api import scheme  # noqa: F401  (registers itself)
        from exchange.people.models import Researcher
        from exchange.people.models.officer import register_profiles
        from exchange.people.services import holders
        from exchange.people.services.personal_data import PeopleHolder

        register_profiles(Exists(Researcher.objects.filter(user=OuterRef("pk"))))
        holders.register(PeopleHolder())
        email_confirmed.connect(adapter.after_confirming)
        email_changed.connect(adapter.after_choosing)
        social_account_removed.connect(adapter.after_disconnecting)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "exchange.people"
    verbose_name = _("People")

    def ready(self) -> None:
        # Models can be imported only now.
        from allauth.account.signals import email_changed, email_confirmed

        from exchange.people import adapter
        from exchange.people.api import scheme  # noqa: F401  (registers itself)
        from exchange.people.services import holders
        from exchange.people.services.personal_data import PeopleHolder

        holders.register(PeopleHolder())
        email_confirmed.connect(adapter.after_confirming)
        email_changed.connect(adapter.after_choosing)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "exchange.people"
    verbose_name = _("People")

    def ready(self) -> None:
        # Models can be imported only now.
        from exchange.people.services import holders
        from exchange.people.services.personal_data import PeopleHolder

        holders.register(PeopleHolder())

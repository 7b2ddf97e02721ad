from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "exchange.programmes"
    verbose_name = _("Programmes and calls")

    def ready(self) -> None:
        # Models can be imported only now.
        from exchange.people.models.officer import register_officers
        from exchange.people.services import holders
        from exchange.programmes.selectors.officers import account_manages, side_of_account
        from exchange.programmes.services.personal_data import ProgrammesHolder

        register_officers(side=side_of_account(), is_manager=account_manages())
        holders.register(ProgrammesHolder())

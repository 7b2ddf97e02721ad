from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "exchange.proposals"
    verbose_name = _("Proposals")

    def ready(self) -> None:
        from exchange.people.services import holders
        from exchange.programmes.services.listeners import on_extension
        from exchange.proposals.services.extensions import tell_of_extension
        from exchange.proposals.services.personal_data import ProposalsHolder

        holders.register(ProposalsHolder())
        on_extension(tell_of_extension)

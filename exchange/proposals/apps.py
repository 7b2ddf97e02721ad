from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "exchange.proposals"
    verbose_name = _("Proposals")

    def ready(self) -> None:
        from exchange.people import holders
        from exchange.programmes.listeners import on_extension
        from exchange.proposals.holders import ProposalsHolder
        from exchange.proposals.listening import tell_of_extension

        holders.register(ProposalsHolder())
        on_extension(tell_of_extension)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "exchange.proposals"
    verbose_name = _("Proposals")

    def ready(self) -> None:
        from exchange.programmes.listeners import on_extension
        from exchange.proposals.listening import tell_of_extension

        on_extension(tell_of_extension)

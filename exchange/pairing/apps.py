from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PairingConfig(AppConfig):
    name = "exchange.pairing"
    verbose_name = _("Pairing of concept papers")

    def ready(self) -> None:
        from exchange.messaging.selectors import worklist
        from exchange.pairing.selectors.worklist import waiting_pairings, waiting_to_be_ranked
        from exchange.pairing.services.personal_data import PairingHolder
        from exchange.people.services import holders

        holders.register(PairingHolder())
        worklist.register(waiting_to_be_ranked, order=31)
        worklist.register(waiting_pairings, order=40)

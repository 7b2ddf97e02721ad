from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "exchange.office"
    verbose_name = _("Managers’ lists")

    def ready(self) -> None:
        from exchange.messaging.selectors import worklist
        from exchange.office.selectors.worklist import waiting_messages
        from exchange.office.services.personal_data import OfficeHolder
        from exchange.people.services import holders

        holders.register(OfficeHolder())
        worklist.register(waiting_messages, order=51)

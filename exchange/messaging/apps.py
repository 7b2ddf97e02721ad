from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "exchange.messaging"
    verbose_name = _("Messages")

    def ready(self) -> None:
        # Models can be imported only now.
        from exchange.messaging.selectors import worklist
        from exchange.messaging.selectors.account import waiting_in_account
        from exchange.messaging.services.personal_data import MessagingHolder
        from exchange.people.services import holders

        holders.register(MessagingHolder())
        worklist.register(waiting_in_account, order=90)

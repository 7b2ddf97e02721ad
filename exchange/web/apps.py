from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "exchange.web"
    verbose_name = _("Site")

    def ready(self) -> None:
        # Models can be imported only now.
        from exchange.web.deployment import check_demo_accounts, check_privacy_notice, check_site
        from exchange.web.status import registry
        from exchange.web.status.calls import calls
        from exchange.web.status.machine import machine
        from exchange.web.status.work import mails, work

        registry.register(work, order=10)
        registry.register(mails, order=20)
        registry.register(calls, order=40)
        registry.register(machine, order=90)
        for check in (check_site, check_privacy_notice, check_demo_accounts):
            register(check, deploy=True)

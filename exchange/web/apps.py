from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "exchange.web"
    verbose_name = _("Site")

    def ready(self) -> None:
        from exchange.web.deployment import check_demo_accounts, check_privacy_notice, check_site

        for check in (check_site, check_privacy_notice, check_demo_accounts):
            register(check, deploy=True)

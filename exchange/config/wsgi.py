import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.config.settings")
application = get_wsgi_application()

from exchange.web.deployment import refuse_demo_accounts  # noqa: E402 (needs the applications)

refuse_demo_accounts()

import os

from django.core.wsgi import get_wsgi_application

from exchange.embedded.endpoints import home
from exchange.web.watch.sharing import share_between_workers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.config.settings")
share_between_workers(home())
application = get_wsgi_application()

from exchange.web.deployment import refuse_demo_accounts  # noqa: E402 (needs the applications)

refuse_demo_accounts()

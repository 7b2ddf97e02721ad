"""The product's addresses, and those of the tests' own list."""

from exchange.config.urls import urlpatterns as product
from exchange.office.urls.pages import list_urls
from tests.office.programme_calls import PAGE

urlpatterns = [*list_urls("programmes/<uuid:public_id>/calls/", PAGE), *product]

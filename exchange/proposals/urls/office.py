from exchange.office.urls.pages import list_urls
from exchange.proposals.views.office import OFFICE

urlpatterns = list_urls("calls/<uuid:public_id>/proposals/", OFFICE)

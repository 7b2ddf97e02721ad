from django.urls import URLPattern, URLResolver, path

from exchange.programmes.views import offices

urlpatterns: list[URLPattern | URLResolver] = [
    path("offices/", offices.invitation_list, name="office-list"),
    path("offices/invite/", offices.invitation_create, name="office-invite"),
    path("offices/<uuid:public_id>/send/", offices.invitation_send, name="office-send"),
    path("offices/<uuid:public_id>/withdraw/", offices.invitation_withdraw, name="office-withdraw"),
    path("offices/accept/<str:key>/", offices.invitation_accept, name="office-accept"),
]

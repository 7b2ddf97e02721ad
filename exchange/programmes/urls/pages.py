from django.urls import URLPattern, URLResolver, path

from exchange.programmes.views import budgets, calls, deadlines, editor, feeds, programmes

urlpatterns: list[URLPattern | URLResolver] = [
    path("calls/", calls.call_list, name="call-list"),
    path("calls/calendar.ics", feeds.calendar, name="call-calendar-all"),
    path("calls/feed.json", feeds.feed, name="call-feed"),
    path("calls/new/", editor.call_create, name="call-create"),
    path("calls/<uuid:public_id>/", calls.call_detail, name="call-detail"),
    path("calls/<uuid:public_id>/calendar.ics", feeds.call_calendar, name="call-calendar"),
    path("calls/<uuid:public_id>/versions/<int:number>/", calls.call_version, name="call-version"),
    path("calls/<uuid:public_id>/preview/", calls.call_preview, name="call-preview"),
    path("calls/<uuid:public_id>/publish/", editor.call_publish, name="call-publish"),
    path("calls/<uuid:public_id>/close/", editor.call_close, name="call-close"),
    path("calls/<uuid:public_id>/topics/", editor.call_topics, name="call-topics"),
    path("calls/<uuid:public_id>/edit/<slug:section>/", editor.call_edit, name="call-edit"),
    path("calls/<uuid:public_id>/deadlines/<slug:kind>/", deadlines.stage_deadline, name="stage-deadline"),
    path("programmes/", programmes.programme_list, name="programme-list"),
    path("programmes/<uuid:public_id>/", programmes.programme_detail, name="programme-detail"),
    path("programmes/<uuid:public_id>/budgets/new/", budgets.budget_create, name="budget-create"),
    path("programmes/<uuid:public_id>/budgets/<int:budget_id>/", budgets.budget_edit, name="budget-edit"),
    path("programmes/<uuid:public_id>/budgets/<int:budget_id>/remove/", budgets.budget_remove, name="budget-remove"),
    path(
        "programmes/<uuid:public_id>/promises/<int:commitment_id>/withdraw/",
        budgets.commitment_withdraw,
        name="commitment-withdraw",
    ),
]

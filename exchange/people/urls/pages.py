from django.urls import URLPattern, URLResolver, include, path

from exchange.people.views import account, consent, file_imports, onboarding, privacy, profile, side, tokens

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("exchange.people.urls.publications")),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/agree/", privacy.privacy_agree, name="privacy-agree"),
    path("privacy/<int:version>/", privacy.privacy_version, name="privacy-version"),
    path("people/", profile.person_list, name="person-list"),
    path("people/<uuid:public_id>/", profile.person_detail, name="person-detail"),
    path("confirmations/", side.side_list, name="side-list"),
    path("confirmations/<uuid:public_id>/", side.side_decide, name="side-decide"),
    path("welcome/", onboarding.onboarding, name="onboarding"),
    path("welcome/<slug:step>/", onboarding.onboarding_step, name="onboarding-step"),
    path("imports/<slug:kind>/", file_imports.file_import, name="file-import"),
    path("imports/one/<uuid:public_id>/", file_imports.file_import_detail, name="file-import-detail"),
    path("profile/", profile.profile, name="profile"),
    path("profile/side/", side.side, name="side"),
    path("profile/side/ask-again/", side.side_ask_again, name="side-ask-again"),
    path("profile/side/check/", side.side_check, name="side-check"),
    path("profile/consent/", consent.consent, name="consent"),
    path("profile/consent/give/", consent.consent_give, name="consent-give"),
    path("profile/consent/withdraw/<str:country>/", consent.consent_withdraw, name="consent-withdraw"),
    path("profile/edit/<slug:section>/", profile.profile_edit, name="profile-edit"),
    path("account/preferences/", account.preferences, name="preferences"),
    path("account/tokens/", tokens.token_list, name="token-list"),
    path("account/tokens/add/", tokens.token_add, name="token-add"),
    path("account/tokens/<uuid:public_id>/revoke/", tokens.token_revoke, name="token-revoke"),
    path("account/data/", account.account_data, name="account-data"),
    path("account/export/", account.account_export, name="account-export"),
    path("account/erase/", account.account_erase, name="account-erase"),
]

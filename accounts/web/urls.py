"""Sign-in, sign-out, password and second factor; no public sign-up, no e-mail routes.

The views are allauth's. Only what a person at the plan needs has an address; accounts
are made by an administrator.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

from accounts.web import api_client_views, views
from accounts.web.access import public
from accounts.web.second_factor import EnterCodeView

urlpatterns = [
    path("", views.home, name="home"),
    path("favicon.ico", views.icon, name="icon"),
    path("api-clients/", api_client_views.clients, name="accounts_api_clients"),
    path(
        "api-clients/<str:username>/tokens/<slug:token>/revoke/",
        api_client_views.revoke,
        name="accounts_api_token_revoke",
    ),
    path("account/stay/", views.stay, name="accounts_stay"),
    path("account/sign-in/", account.login, name="account_login"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/second-factor/", factors.index, name="mfa_index"),
    path("account/second-factor/enter/", public(EnterCodeView.as_view()), name="mfa_authenticate"),
    path("account/second-factor/confirm/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-factor/app/add/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/second-factor/codes/new/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-factor/codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]

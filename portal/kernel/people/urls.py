"""Routes of people and log-in.

Of allauth only what we use is routed: no managing of e-mail addresses, because an address proves who someone is
to single sign-on, and no connecting of other accounts.
"""

from allauth.account import views as account
from allauth.socialaccount import views as social
from django.urls import URLPattern, URLResolver, include, path, re_path

from portal.kernel.people.views import home, invitations, login, people, profile

account_patterns: list[URLPattern | URLResolver] = [
    path("inloggen/", account.login, name="account_login"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("niet-actief/", account.account_inactive, name="account_inactive"),
    path("aanmelden/", account.signup, name="account_signup"),
    path("bevestigen/", account.reauthenticate, name="account_reauthenticate"),
    path("e-mail/", profile.own_address, name="account_email"),
    path("e-mail/bevestigen/", account.email_verification_sent, name="account_email_verification_sent"),
    path("wachtwoord/wijzigen/", account.password_change, name="account_change_password"),
    path("wachtwoord/instellen/", account.password_set, name="account_set_password"),
    path("wachtwoord/vergeten/", account.password_reset, name="account_reset_password"),
    path("wachtwoord/vergeten/verstuurd/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord/nieuw/klaar/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("tweede-stap/", include("allauth.mfa.urls")),
    path("gemeente/geannuleerd/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("gemeente/fout/", social.login_error, name="socialaccount_login_error"),
    path("gemeente/nieuw/", social.signup, name="socialaccount_signup"),
    path("gemeente/koppelingen/", profile.own_address, name="socialaccount_connections"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("account/", include(account_patterns)),
    path("inloggen/link/", login.login_link, name="login_link"),
    path("inloggen/link/<str:token>/", login.use_login_link, name="use_login_link"),
    path("inloggen/demo/", login.demo_login, name="demo_login"),
    path("gemeente-kiezen/", home.switch_municipality, name="switch_municipality"),
    path("uitnodiging/<str:token>/", invitations.accept_invitation, name="accept_invitation"),
    path("profiel/", profile.profile, name="profile"),
    path("profiel/elders-uitloggen/", profile.log_out_elsewhere, name="log_out_elsewhere"),
    path("beheer/mensen/", people.people, name="people"),
    path("beheer/mensen/<int:pk>/", people.edit_roles, name="edit_roles"),
    path("beheer/mensen/<int:pk>/beeindigen/", people.end_access, name="end_access"),
    path("beheer/mensen/<int:pk>/herstellen/", people.restore_access, name="restore_access"),
    path("beheer/mensen/<int:pk>/tweede-stap/", people.reset_factor, name="reset_factor"),
    path("beheer/uitnodigingen/", invitations.invitations, name="invitations"),
    path("beheer/uitnodigingen/<int:pk>/opnieuw/", invitations.resend_invitation, name="resend_invitation"),
    path("beheer/uitnodigingen/<int:pk>/intrekken/", invitations.revoke_invitation, name="revoke_invitation"),
]

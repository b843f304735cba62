"""Chapter 2: integrated account management."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the chapter's permissions, navigation, search entries, jobs and rule-set kinds."""

    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from accounts import registrations

        registrations.register()

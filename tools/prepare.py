"""Bring the database up to date: `DATABASE_ROLE=owner python -m tools.prepare`. Everything here may be repeated."""

import os


def main() -> None:
    """Migrate and make the cache table, as the owner of the tables."""
    os.environ["DATABASE_ROLE"] = "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


if __name__ == "__main__":
    main()

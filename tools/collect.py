"""Collect static files while an image is built: `python -m tools.collect`. Uses no database and no secrets."""

from __future__ import annotations


def main() -> None:
    """Run collectstatic with the settings all environments share."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    from portal.settings import base

    shared = {name: getattr(base, name) for name in dir(base) if name.isupper()}
    shared["SECRET_KEY"] = "only-while-the-image-is-built"
    shared["STORAGES"] = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    settings.configure(**shared)
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=1)


if __name__ == "__main__":
    main()

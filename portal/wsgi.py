"""WSGI entry point. Production sets DJANGO_SETTINGS_MODULE=portal.settings.production."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
application = get_wsgi_application()

from portal.kernel.tenancy.checks import refuse_unsafe_role  # noqa: E402  only after Django is set up

refuse_unsafe_role()

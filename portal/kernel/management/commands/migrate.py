"""Django's own `migrate`, without rendering every model again for each index, constraint and trigger."""

from typing import Any

from django.core.management.commands import migrate

from portal.kernel.management.light_state import light_reload


class Command(migrate.Command):
    """See `portal.kernel.management.light_state`."""

    def handle(self, *args: Any, **options: Any) -> None:
        with light_reload():
            super().handle(*args, **options)

"""The kernel app: tenancy, people, permissions, audit, outbox, jobs, files, search, rule sets."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    """Registers permissions and keeps database security in step with the models after each migrate."""

    name = "portal.kernel"
    label = "kernel"
    verbose_name = "Kernel"

    def ready(self) -> None:
        from portal.kernel import lists, rules  # noqa: F401  rules registers the permissions
        from portal.kernel.privacy import defaults, exporting, permissions, removing  # noqa: F401  jobs
        from portal.kernel.privacy import rulesets as privacy_rules
        from portal.kernel.privacy.checks import check_declarations
        from portal.kernel.tenancy.checks import check_database_role
        from portal.kernel.tenancy.security import apply_security

        lists.register_all()
        defaults.register()
        privacy_rules.register()
        post_migrate.connect(apply_security, dispatch_uid="kernel.apply_security")
        register(check_database_role, Tags.database)
        register(check_declarations, Tags.models)

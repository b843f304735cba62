"""Chapter 3: procurement."""

from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    """Lets every instrument register what it adds to the kernel and to the case file."""

    name = "procurement"
    verbose_name = "Procurement"

    def ready(self) -> None:
        from procurement import privacy

        privacy.register()
        from portal.kernel.instruments import modules

        for instrument in modules("procurement", "registrations"):
            instrument.register()

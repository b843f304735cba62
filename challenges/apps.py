"""Chapter 4: challenges."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    """Lets every instrument register what it adds to the kernel and to the case file."""

    name = "challenges"
    verbose_name = "Challenges"

    def ready(self) -> None:
        from challenges import privacy

        privacy.register()
        from portal.kernel.instruments import modules

        for instrument in modules("challenges", "registrations"):
            instrument.register()

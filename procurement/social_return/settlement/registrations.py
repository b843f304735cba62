"""What settlements add to the registries."""


def register() -> None:
    """The words of the letters as rules, and the job that prints one."""
    from procurement.social_return.settlement import letters, rulesets  # noqa: F401  the job registers itself

    rulesets.register()

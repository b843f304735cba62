"""What orders add to the registries."""

from __future__ import annotations


def register() -> None:
    """What an enterprise bought here stands beside its purchases in the PSO self-assessment."""
    from procurement.market.orders import queries
    from procurement.pso.assessments.bought import register as register_bought

    register_bought(queries.bought_by)

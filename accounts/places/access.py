"""The one place that widens the scope to the exact counts of a domain.

Month counts are domain-private: the database shows them to nobody whose scope lacks the domain. Two parties have no
domain of their own and need them all the same: the entrepreneur whose counts they are, and the system, which judges
and adds up. Callers check first who asks (`permission_or_own`), or give out only what `engine.is_small` lets through.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from accounts.casefile.models import CaseFile
from accounts.places.models import Agreement
from portal.kernel.tenancy.scope import current_scope, scoped


@contextmanager
def counts_of(agreement: Agreement) -> Iterator[None]:
    """Run the block with the exact counts of one agreement's domain in sight."""
    scope = current_scope()
    with scoped([agreement.municipality_id], domains=[agreement.domain], person=scope.person):
        yield


@contextmanager
def own_counts(case_file: CaseFile) -> Iterator[None]:
    """Run the block with all exact counts of one enterprise in sight: for the entrepreneur, whose counts they are."""
    scope = current_scope()
    with scoped([case_file.municipality_id], domains=["work", "care"], person=scope.person):
        yield


@contextmanager
def counts_to_add_up() -> Iterator[None]:
    """Run the block with the counts of all domains in sight; only sums and judgements may leave it."""
    scope = current_scope()
    with scoped(scope.municipalities, domains=["work", "care"], person=scope.person):
        yield

"""Reading needs and their slices, as staff, as the entrepreneur, and as a financier with a link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile
from accounts.financing import engine
from accounts.financing.drawing import draw
from accounts.financing.models import FinancingNeed, Slice, SliceDependency
from portal.kernel.models import Person
from portal.kernel.permissions import Actor
from portal.ui.formats import euro


@dataclass(frozen=True)
class Pizza:
    """A need with everything a page shows of it. Slices are numbered as in the drawing, from 1."""

    need: FinancingNeed
    slices: Sequence[Slice]
    pieces: list[engine.Piece]
    sums: engine.Sums
    drawing: SafeString

    @property
    def rows(self) -> list[tuple[int, Slice, str]]:
        """(number, slice, numbers of the slices it depends on in words)."""
        numbers = {piece.key: place for place, piece in enumerate(self.pieces, start=1)}
        on = {
            piece.key: ", ".join(str(numbers[key]) for key in piece.on if key in numbers)
            for piece in self.pieces
        }
        return [(numbers[row.pk], row, on[row.pk]) for row in self.slices]


def needs() -> QuerySet[FinancingNeed]:
    """Needs with their slices and dependencies: three queries, however many."""
    dependencies = Prefetch("dependencies", SliceDependency.objects.order_by("on_id"))
    return FinancingNeed.objects.select_related(
        "case_file", "case_file__municipality", "case_file__enterprise"
    ).prefetch_related(Prefetch("slices", Slice.objects.order_by("pk").prefetch_related(dependencies)))


def needs_of_member(person: Person) -> QuerySet[FinancingNeed]:
    """The needs of the enterprises this person belongs to."""
    from accounts.self_service.queries import my_case_files

    return needs().filter(case_file__in=my_case_files(person))


def pieces_of(slices: Sequence[Slice]) -> list[engine.Piece]:
    """Slices as the engine sees them."""
    return [
        engine.Piece(row.pk, row.amount, row.state, tuple(item.on_id for item in row.dependencies.all()))
        for row in slices
    ]


def pizza_of(need: FinancingNeed) -> Pizza:
    """Everything of one need, out of what `needs()` loaded; no more queries."""
    slices = list(need.slices.all())
    pieces = pieces_of(slices)
    totals = engine.sums(need.amount, pieces)
    words = "; ".join(
        f"{number} {row.get_kind_display()}: {euro(row.amount)} ({row.get_state_display()})"
        for number, row in enumerate(slices, start=1)
        if row.state in engine.STATES
    )
    text = _("Pie of %(need)s for %(title)s. %(slices)s. Not found yet: %(gap)s.") % {
        "need": euro(need.amount), "title": need.title, "slices": words, "gap": euro(totals.gap)
    }  # fmt: skip
    return Pizza(need, slices, pieces, totals, draw(need.amount, pieces, text))


@dataclass(frozen=True)
class Panel:
    """The pizzas of one case file, open ones first."""

    case_file: CaseFile
    pizzas: list[Pizza]


def panel(case_file: CaseFile, actor: Actor) -> Panel:
    """At most ten needs."""
    rows = needs().filter(case_file=case_file).order_by("-is_open", "-created_at", "-pk")[:10]
    return Panel(case_file, [pizza_of(need) for need in rows])


def own_panel(case_file: CaseFile, person: Person) -> Panel:
    """The same for the entrepreneur's own page."""
    rows = needs().filter(case_file=case_file).order_by("-is_open", "-created_at", "-pk")[:10]
    return Panel(case_file, [pizza_of(need) for need in rows])

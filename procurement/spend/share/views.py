"""The share of social spend on screen, and as a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.kernel.exports.writers import CONTENT_TYPES, WRITERS
from portal.kernel.permissions import permission_or_own
from procurement.spend.buyers import Buyer, buyer_of
from procurement.spend.lists.queries import MANAGE, OWN
from procurement.spend.lists.views import frame
from procurement.spend.rulesets import GROUPS, label_of
from procurement.spend.share import drawing, queries
from procurement.spend.share.engine import Line, largest
from procurement.spend.share.forms import ShareFilter

#: Lines of a table on screen, and social suppliers by name; the spreadsheet has them all.
MOST_LINES, MOST_SUPPLIERS = 25, 15


@permission_or_own(MANAGE, OWN)
def spend_share(request: HttpRequest) -> HttpResponse:
    """How much of what is paid goes to social suppliers, and where."""
    buyer = buyer_of(request)
    if queries.is_empty(buyer):
        return redirect(_lists(buyer))
    form = ShareFilter(request.GET, choices=queries.choices(buyer))
    wanted = form.wanted()
    what = request.GET.get("naar", "")
    what = what if what in queries.BY else "afdeling"
    lines = queries.by(buyer, wanted, what)
    shown = lines if what == "omvang" else largest(lines, MOST_LINES, _("All others"))
    times = queries.over_time(buyer, wanted)
    years, beside = queries.side_by_side(buyer, wanted, what, shown)
    suppliers = [
        (row["creditor__party_name"], label_of(row["counts_as"]), row["amount"])
        for row in queries.social_suppliers(buyer, wanted)[:MOST_SUPPLIERS]
    ]
    context = {
        **frame(request, buyer),
        "form": form,
        "filtered": wanted != queries.Wanted(),
        "what": what,
        "heading": queries.BY[what],
        "tabs": queries.BY.items(),
        "total": queries.whole(lines),
        "lines": [(line, _groups(line)) for line in shown],
        "times": times,
        "groups": [label_of(group) for group in GROUPS],
        "chart": drawing.bars(shown),
        "chart_words": drawing.described(shown),
        "time_chart": drawing.bars(times) if len(times) > 1 else "",
        "time_words": drawing.described(times),
        "years": years,
        "beside": beside,
        "suppliers": suppliers,
    }
    return render(request, "procurement/spend/share/share.html", context)


def _groups(line: Line) -> list[tuple[str, Any]]:
    return [(label_of(group), line.groups.get(group)) for group in GROUPS]


def _lists(buyer: Buyer) -> str:
    return reverse("spend_lists") + (f"?{buyer.query}" if buyer.query else "")


@permission_or_own(MANAGE, OWN)
def spend_export(request: HttpRequest, kind: str) -> HttpResponse:
    """Every amount with its supplier and what it counts as, as xlsx or csv, with the filters of the page."""
    if kind not in WRITERS:
        raise Http404
    buyer = buyer_of(request)
    wanted = ShareFilter(request.GET, choices=queries.choices(buyer)).wanted()
    headings = [
        _("Year"), _("Quarter"), _("Department"), _("Category of spend"), _("District"), _("Creditor"), _("KVK number"),
        _("Amount without VAT"), _("Rows"), _("Counts as"), _("Enterprise"), _("How matched"), _("List"),
    ]  # fmt: skip

    def rows() -> Iterator[list[Any]]:
        for row in queries.exported(buyer, wanted).iterator(chunk_size=2000):
            creditor = row.creditor
            yield [
                row.year, row.quarter or "", row.department, row.category, row.district, creditor.name,
                creditor.kvk_number, row.amount, row.rows, label_of(row.counts_as), creditor.party_name,
                str(creditor.get_how_display()) if creditor.how else "", row.source.name,
            ]  # fmt: skip

    target = io.BytesIO()
    WRITERS[kind](target, _("Social spend"), headings, rows())
    response = HttpResponse(target.getvalue(), content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="sociale-inkoop.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

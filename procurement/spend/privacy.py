"""How creditor lists are handled by the privacy desk, and when they go."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.imports.actions import remove_file
from portal.kernel.models import StoredFile
from portal.kernel.privacy.registry import (
    NOTHING,
    ProcessingDefault,
    RetentionKind,
    declare,
    declare_all,
    register_processing,
    register_retention,
)
from portal.kernel.privacy.rulesets import before
from procurement.spend.lists.models import SpendList

SPEND, TERM = "social-spend", "creditor-lists"


def register() -> None:
    """Declare every model, what expires, and what is processed."""
    declare(
        "procurement.SpendList",
        NOTHING,
        why=gettext_lazy("Says which list a buyer brought in; what is in it goes with it."),
        processing=SPEND,
    )
    declare_all(
        "procurement.Creditor procurement.SpendSum procurement.Pair procurement.BadRow", processing=SPEND
    )
    declare("procurement.PairMemory", by=("by",), processing=SPEND)
    declare("procurement.PotentialStep", by=("by",), processing=SPEND)
    register_retention(
        RetentionKind(
            code=TERM,
            label=gettext_lazy("Creditor lists"),
            what=gettext_lazy(
                "Creditor lists of the municipality. Those of other buyers go by themselves after the same term."
            ),
            months=60,
            source="Impactloket: vijf jaar, om het aandeel over jaren te zien; de koper haalt eerder weg wat hij wil",
            rows=old_lists,
            when="created_at",
        )
    )
    register_processing(
        ProcessingDefault(
            code=SPEND,
            name="Sociale inkoop",
            purpose="Een koper laten zien welk deel van de inkoop naar sociaal ondernemers gaat, en waar meer kan.",
            legal_basis="Taak van algemeen belang (AVG artikel 6 lid 1 onder e); andere kopers kiezen er zelf voor.",
            people="Leveranciers die een eenmanszaak zijn; medewerkers die een lijst inlezen of een paar beoordelen.",
            data="Naam en KVK-nummer van leveranciers, bedragen per afdeling, categorie en periode; wie een paar "
            "beoordeelde. De losse regels van de lijst worden niet bewaard, foute regels wel.",
            recipients="De koper zelf: coördinatoren van de gemeente, of alleen de mensen van de organisatie.",
            retention="60 maanden (in te stellen bij Regels), of eerder als de koper de lijst weghaalt.",
            measures="Toegang per koper, ook in de database zelf; geen BSN; het bestand gaat weg na het lezen.",
        )
    )


def old_lists(before: dt.datetime) -> QuerySet[SpendList]:
    """The municipality's own lists, the oldest first."""
    return SpendList.objects.filter(supplier=None, created_at__lt=before).order_by("created_at", "pk")


def expire(municipality_id: int) -> int:
    """Remove lists of suppliers whose term has passed: nobody at the municipality sees them. Needs the scope."""
    moment = before(TERM, municipality_id=municipality_id, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT lists, files FROM procurement_spend_expire(%s)", [moment])
        lists, files = cursor.fetchone()
    for file in StoredFile.objects.filter(pk__in=files):
        remove_file(file)
    return len(lists)

"""Walking through the intake with Django's test client."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from accounts.intake.actions import find_intake
from accounts.intake.models import Intake
from portal.kernel.models import Municipality
from portal.kernel.tenancy.scope import scoped

CRITERIA = ("impact_first", "product", "independent", "reinvest", "governance", "transparent")
GOOD: dict[str, dict[str, Any]] = {
    "wie": {
        "contact_name": "Tess Wagenaar",
        "email": "tess@voorbeeld.example",
        "name": "Klusfabriek De Veste",
    },
    "wat": {"summary": "Wij leren mensen klussen.", "themes": ["work"]},
    "toets": dict.fromkeys(CRITERIA, "yes"),
    "vraag": {"phase": "growth", "needs": ["space", "candidates_work"], "question_text": "Wie helpt ons?"},
    "aanbod": {"offer": "Leerplekken"},
    "bijlagen": {},
    "toestemming": {"consent": "on"},
}


class Walk:
    """One browser going through one intake."""

    def __init__(self, municipality: Municipality, *, base: str = "", client: Client | None = None) -> None:
        self.municipality = municipality
        self.client = client or Client()
        self.start = f"/aanmelden/{municipality.slug}/"
        if base:
            self.base = base
        else:
            response = self.client.post(self.start)
            assert response.status_code == 302, response
            self.base = response["Location"].removesuffix("wie/")

    @property
    def token(self) -> str:
        return self.base.rstrip("/").rsplit("/", 1)[1]

    def on_another_device(self) -> Walk:
        return Walk(self.municipality, base=self.base)

    def get(self, code: str) -> HttpResponse:
        return self.client.get(f"{self.base}{code}/")

    def post(self, code: str, **changes: Any) -> HttpResponse:
        """Post a step: the good answers with `changes`; None leaves a field out."""
        data = {name: value for name, value in {**GOOD[code], **changes}.items() if value is not None}
        return self.client.post(f"{self.base}{code}/", data)

    def keep(self, code: str, **typed: Any) -> HttpResponse:
        return self.client.post(f"{self.base}{code}/?bewaren=1", typed)

    def fill(self) -> None:
        for code in GOOD:
            assert self.post(code).status_code == 302, code

    def submit(self) -> HttpResponse:
        return self.client.post(f"{self.base}samenvatting/")

    def intake(self) -> Intake:
        with scoped([self.municipality.pk]):
            found = find_intake(self.token)
        assert found is not None
        return found

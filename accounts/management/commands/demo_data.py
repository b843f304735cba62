"""Loads the demo: two municipalities, invented people, a year of work. Does nothing when it is there already."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from accounts.demo.enterprises import ENTERPRISES
from accounts.demo.people import make_people
from accounts.demo.year import Year, intake_of
from portal.kernel.instruments import modules
from portal.kernel.models import Municipality, Person
from portal.kernel.people.demo import DEMO_DOMAIN
from portal.kernel.tenancy.scope import scoped

#: Chapters whose instruments may add to the demo, in this order, each by `<instrument>/demo.py: make()`.
CHAPTERS = ("accounts", "procurement", "challenges")


class Command(BaseCommand):
    """`manage.py demo_data`"""

    help = "Load the demo's invented municipalities, people and a year of work."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo data is only for the demo (setting DEMO).")
        if Person.objects.filter(email__endswith=DEMO_DOMAIN).exists():
            self.stdout.write("demo data is there already")
            return
        with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
            staff = make_people()
            home = Municipality.objects.get(slug="vechtstede")
            with scoped([home.pk], domains=["economy", "work", "care"]):
                Year(home, staff).make()
                for chapter in filter(apps.is_installed, CHAPTERS):
                    for instrument in modules(chapter, "demo"):
                        instrument.make(home, staff)
            neighbour = Municipality.objects.get(slug="lindehaven")
            with scoped([neighbour.pk], domains=["economy"]):
                intake_of(neighbour, ENTERPRISES[0], "Aafke Bakema", f"aafke{DEMO_DOMAIN}")
        self.stdout.write("demo data loaded")

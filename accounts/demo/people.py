"""The invented people and municipalities of the demo."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from portal.kernel.models import Domain, Membership, Municipality, Person, Role
from portal.kernel.people.demo import DEMO_DOMAIN, DEMO_PASSWORD
from portal.kernel.tenancy.scope import scoped

MUNICIPALITIES = (
    ("9901", "Vechtstede", "vechtstede", "vechtstede", "ondernemers@vechtstede.example", "14 0990"),
    ("9902", "Lindehaven", "lindehaven", "lindehaven", "ondernemers@lindehaven.example", "14 0991"),
)

#: (slug, name, e-mail name, roles, domains, phone)
STAFF: tuple[tuple[str, str, str, list[Role], list[Domain], str], ...] = (
    ("vechtstede", "Sanne Verbeek", "sanne", [Role.ACCOUNT_MANAGER], [Domain.ECONOMY], "0990 123 401"),
    ("vechtstede", "Youssef Amrani", "youssef", [Role.ACCOUNT_MANAGER], [Domain.ECONOMY], "0990 123 402"),
    ("vechtstede", "Marit de Lange", "marit", [Role.SPECIALIST], [Domain.WORK], "0990 123 403"),
    ("vechtstede", "Kees Hoogland", "kees", [Role.SPECIALIST], [Domain.CARE], "0990 123 404"),
    ("vechtstede", "Fenna Postma", "fenna", [Role.SPECIALIST], [Domain.ECONOMY], "0990 123 405"),
    ("vechtstede", "Ilse van Duin", "ilse", [Role.FUNCTIONAL_ADMINISTRATOR], [], "0990 123 406"),
    ("vechtstede", "Raoul Biesheuvel", "raoul", [Role.PRIVACY_OFFICER], [], "0990 123 407"),
    ("vechtstede", "Wethouder Hanna Kuiper", "hanna", [Role.ALDERMAN], [], ""),
    ("vechtstede", "Tarik Yilmaz", "tarik", [Role.SOCIAL_RETURN_COORDINATOR], [], "0990 123 408"),
    ("vechtstede", "Greet Zandstra", "greet", [Role.SOCIAL_RETURN_COORDINATOR], [], "0990 123 409"),
    ("lindehaven", "Bram Teeuwen", "bram", [Role.ACCOUNT_MANAGER], [Domain.ECONOMY], "0991 555 201"),
    ("lindehaven", "Noor Schipper", "noor", [Role.FUNCTIONAL_ADMINISTRATOR], [], "0991 555 202"),
    ("lindehaven", "Wout Ferwerda", "wout", [Role.SOCIAL_RETURN_COORDINATOR], [], "0991 555 203"),
)


def make_people() -> dict[str, Person]:
    """Municipalities, staff and their memberships. Returns staff by e-mail name."""
    for code, name, slug, theme, email, phone in MUNICIPALITIES:
        Municipality.objects.get_or_create(
            cbs_code=code,
            defaults={
                "name": name,
                "slug": slug,
                "theme": theme,
                "contact_email": email,
                "contact_phone": phone,
            },
        )
    staff = {}
    password = make_password(DEMO_PASSWORD)  # made slow on purpose: once for all
    for slug, name, login, roles, domains, phone in STAFF:
        municipality = Municipality.objects.get(slug=slug)
        person = Person.objects.create(
            email=f"{login}{DEMO_DOMAIN}", password=password, name=name, phone=phone
        )
        with scoped([municipality.pk]):
            Membership.objects.create(
                person=person, municipality=municipality, roles=[str(role) for role in roles],
                domains=[str(domain) for domain in domains],
            )  # fmt: skip
        staff[login] = person
    return staff

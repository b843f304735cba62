"""An enterprise that is removed goes with its doubles, former names, merges and splits."""

import pytest

from accounts.merging import actions
from accounts.models import CaseFile, Enterprise, FormerIdentity, Merge, Split
from accounts.splitting.actions import split
from portal.kernel.tenancy.scope import scoped
from tests.factories import make_case_file, make_municipality, make_staff
from tests.kernel.privacy.everything import traces_in_all_tables
from tests.kernel.privacy.test_removal import ask, carry_out


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_double_or_a_former_name_is_left(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    town = make_municipality("Opruimen")
    officer, by = make_staff(town, "privacy_officer"), make_staff(town, "account_manager")
    here = make_case_file(town, "Wolkenveld", kvk_number="")
    there = make_case_file(town, "Regenboogerf", kvk_number="90660001")
    with scoped([town.pk]):
        actions.merge(survivor=here, merged=there, versions=(1, 1), choices={}, reason="Zelfde", by=by)
        here.refresh_from_db()
        other = split(
            case_file=here, version=here.version, chosen=set(), reason="Twee", by=by,
            facts={"name": "Hagelkamp", "kvk_number": "", "legal_form": "other"},
        ).made  # fmt: skip
        assert FormerIdentity.objects.exists()
    carry_out(town, ask(town, officer, here), by)
    assert traces_in_all_tables(("Wolkenveld", "Regenboogerf", "90660001")) == []
    with scoped([town.pk]):
        assert list(CaseFile.objects.all()) == [other]
        assert list(Enterprise.objects.filter(municipality=town)) == [other.enterprise]
        assert not Merge.objects.exists() and not Split.objects.exists()

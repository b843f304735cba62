"""Every model that has to do with a person or an enterprise says how it is exported and removed."""

from django.apps import apps
from django.db import models

from portal.kernel.privacy.checks import check_declarations
from portal.kernel.privacy.collecting import field_at
from portal.kernel.privacy.registry import (
    KEEP,
    NOTHING,
    UNLINK,
    declared,
    handling,
    processing_defaults,
    retention_kinds,
)


def test_every_model_about_a_person_or_an_enterprise_is_declared() -> None:
    missing = check_declarations()
    assert not missing, "\n\n".join(f"{error.msg}\n{error.hint}" for error in missing)


def test_the_check_says_what_to_write(monkeypatch) -> None:
    monkeypatch.setattr("portal.kernel.privacy.walk.undeclared", lambda: ["accounts.Place"])
    (error,) = check_declarations()
    assert error.id == "kernel.E010"
    assert error.hint and 'declare("accounts.Place", processing="case-files")' in error.hint


def test_what_stays_or_holds_nothing_says_why() -> None:
    silent = [
        how.model for how in declared() if how.removal in (KEEP, NOTHING, UNLINK) and not str(how.why).strip()
    ]
    assert silent == []


def test_every_declaration_is_of_a_model_there_is_and_names_its_fields() -> None:
    for how in declared():
        model = apps.get_model(how.model)
        names = {field.name for field in model._meta.concrete_fields}
        assert {*how.about, *how.by, *how.owner, *how.leave_out} <= names, how.model
        assert handling(model) is how


def test_every_declaration_has_a_purpose_in_the_register_of_processing() -> None:
    codes = {default.code for default in processing_defaults()}
    assert [how.model for how in declared() if how.processing not in codes] == []
    used = {how.processing for how in declared()}
    assert codes - used == set(), "a first text that no kind of data belongs to"


def test_what_stays_has_a_term_that_an_administrator_can_set() -> None:
    kinds = {kind.code for kind in retention_kinds()}
    for how in declared():
        if how.removal == KEEP:
            assert how.keep_rule in kinds, how.model
            assert isinstance(field_at(apps.get_model(how.model), how.keep_from), models.DateField), how.model


def test_secrets_are_never_exported() -> None:
    for how in declared():
        names = {field.name for field in apps.get_model(how.model)._meta.concrete_fields}
        assert {name for name in names if "token" in name or name == "password"} <= {
            *how.leave_out, "password"
        } or how.removal in (UNLINK, NOTHING), how.model  # fmt: skip

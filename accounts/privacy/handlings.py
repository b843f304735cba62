"""How each model of this chapter is handled when someone asks what there is, or asks to be removed.

Commitments stay: the Archiefwet and the rules for financial administration ask for seven years. The rest goes with
its case file. Colleagues who did something are named by their account, which gets another name when it is removed.
`processing` is the entry of the register of processing (`processings.py`) where purpose and legal basis stand.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.privacy import subjects
from portal.kernel.privacy.registry import KEEP, NOTHING, declare, declare_all


def register() -> None:
    """Declare every model; a check of `manage.py check` names those that are missing."""
    _case_files()
    _money()
    _contact()
    _recognition_and_register()
    _impact()
    _places()
    _tables_and_work()
    _imports()


def _case_files() -> None:
    case_files: dict[str, str] = {"processing": "case-files"}
    declare("accounts.CaseFile", stand_in=subjects.stand_in, **case_files)
    declare("accounts.Enterprise", **case_files)
    declare("accounts.EnterpriseMember", about=("person",), **case_files)
    declare_all("accounts.DomainTrack accounts.TimelineEntry accounts.Contact accounts.Task", **case_files)
    declare("accounts.Document", by=("added_by",), **case_files)
    declare("accounts.FormerIdentity", **case_files)
    declare_all("accounts.Merge accounts.NotDouble accounts.Split", **case_files)
    declare("accounts.Transfer", by=("answered_by",), **case_files)
    declare("accounts.TransferOffer", owner=("case_file",), **case_files)
    declare("accounts.DomainNote", private=True, processing="domain-notes")
    declare("accounts.Question", by=("asked_by",), **case_files)
    declare("accounts.QuestionRoute", **case_files)
    declare("accounts.Intake", owner=("case_file",), leave_out=("token_hash",), processing="intakes")
    declare("accounts.IntakeAttachment", processing="intakes")


def _money() -> None:
    declare_all("accounts.FinancingNeed accounts.Slice accounts.SliceDependency", processing="money")
    declare("accounts.ShareLink", leave_out=("token_hash",), processing="money")
    declare(
        "accounts.BudgetLine",
        NOTHING,
        why=_("Money of the municipality; says nothing about one enterprise."),
        processing="money",
    )
    declare(
        "accounts.Commitment",
        KEEP,
        why=_("Money of the municipality stays in the books."),
        keep_rule="commitments",
        keep_from="made_at",
        processing="money",
    )


def _contact() -> None:
    contact = {"processing": "conversation"}
    declare("accounts.Message", by=("author",), processing="conversation")
    declare("accounts.MailAddress", leave_out=("token",), processing="conversation")
    declare_all("accounts.MessageDocument accounts.MessageMail", **contact)
    declare("accounts.MessageDraft", about=("person",), processing="conversation")


def _recognition_and_register() -> None:
    declare_all(
        "accounts.DefinitionCheck accounts.CriterionVerdict accounts.Evidence accounts.Mark accounts.Objection"
        " accounts.Placement",
        processing="recognition",
    )
    declare("accounts.RegisterEntry", after=subjects.register_changed, processing="public-register")
    declare("accounts.RegisterConsent", by=("by",), processing="public-register")
    declare("accounts.Publication", processing="public-register")


def _impact() -> None:
    declare("accounts.Claim", by=("claimed_by",), processing="impact")
    declare_all("accounts.ClaimEvidence accounts.GoalShare", processing="impact")


def _places() -> None:
    declare("accounts.Agreement", processing="places")
    declare_all("accounts.EnterpriseMonth accounts.MunicipalityMonth", by=("by",), processing="places")


def _tables_and_work() -> None:
    declare("accounts.Booking", by=("booked_by",), processing="tables")
    declare("accounts.Talk", by=("booked_by",), processing="tables")
    declare("accounts.SignUp", about=("person",), owner=("case_file",), processing="tables")
    declare("accounts.CalendarLink", about=("person",), leave_out=("token_hash",), processing="tables")
    work = _("Says what a colleague did or does at work; the account gets another name.")
    declare_all(
        "accounts.Meeting accounts.PlaceClosure accounts.Presence", NOTHING, why=work, processing="tables"
    )
    declare_all(
        "accounts.Absence accounts.MorningMailChoice accounts.Snooze", about=("person",), processing="work"
    )
    declare("accounts.HandOverFile", owner=("case_file",), processing="work")
    declare("accounts.HandOver", NOTHING, why=work, processing="work")


def _imports() -> None:
    declare(
        "accounts.Import",
        NOTHING,
        why=_("Says what a colleague brought in; what it held of people is emptied when it is done."),
        processing="imports",
    )
    declare("accounts.ImportRow", owner=("source", "case_file"), processing="imports")
    declare("accounts.ImportMemory", processing="imports")

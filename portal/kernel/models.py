"""All models of the kernel, for Django's registry."""

from portal.kernel.audit.models import ReadLog
from portal.kernel.exports.models import ExportChoice
from portal.kernel.files.models import StoredFile
from portal.kernel.inbox.models import IncomingFile, IncomingMail
from portal.kernel.jobs.models import Job
from portal.kernel.outbox.models import Mail, MailAttachment
from portal.kernel.people.models import Invitation, Membership, Municipality, Person, Role
from portal.kernel.privacy.models import LegalHold, PrivacyExport, Processing, RemovalItem, RemovalOrder
from portal.kernel.rulesets.models import RuleSet
from portal.kernel.saved_views.models import DefaultView, SavedView
from portal.kernel.search.models import SearchDocument
from portal.kernel.tenancy.models import Domain

__all__ = [
    "DefaultView",
    "Domain",
    "ExportChoice",
    "IncomingFile",
    "IncomingMail",
    "Invitation",
    "Job",
    "LegalHold",
    "Mail",
    "MailAttachment",
    "Membership",
    "Municipality",
    "Person",
    "PrivacyExport",
    "Processing",
    "ReadLog",
    "RemovalItem",
    "RemovalOrder",
    "Role",
    "RuleSet",
    "SavedView",
    "SearchDocument",
    "StoredFile",
]

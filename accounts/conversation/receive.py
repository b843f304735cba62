"""Where mail that comes in belongs, and how it becomes a message of a case file."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.casefile.models import CaseFile, EnterpriseMember
from accounts.conversation.engine import snippet, token_of
from accounts.conversation.models import MailAddress, Message, MessageDocument, MessageMail
from accounts.timeline.actions import add_document, add_entry, add_signal
from accounts.transfer.telling import tell_it_moved
from portal.kernel.inbox.classify import mail_id
from portal.kernel.inbox.models import IncomingFile, IncomingMail
from portal.kernel.inbox.parse import ParsedMail
from portal.kernel.inbox.registry import Place
from portal.kernel.models import Domain, Mail, Membership, Municipality

REASON = IncomingMail.Reason


def signal_key(case_file_id: int) -> str:
    """The signal "there is a message" of a case file."""
    return f"message-{case_file_id}"


def message_url(message: Message) -> str:
    """The conversation, opened at a message."""
    page = reverse("conversation", args=[message.case_file_id])
    return f"{page}?{urlencode({'bericht': message.pk})}#bericht-{message.pk}"


def find_place(parsed: ParsedMail) -> Place | None:
    """The place of a message: by the address it was sent to, else by the mail it answers, else by its sender.

    Only a member of the enterprise, or a colleague, gets into a case file without a person looking first.
    """
    slugs, case_file = _addressed(parsed)
    case_file = case_file or _answered(parsed)
    members = EnterpriseMember.objects.filter(
        person__email__iexact=parsed.from_address, is_active=True, person__is_active=True
    )
    if case_file is not None:
        if members.filter(case_file=case_file).exists():
            return Place(
                case_file.municipality_id, partial(store, case_file=case_file), suggestion=case_file.pk
            )
        colleague = Membership.objects.filter(
            municipality_id=case_file.municipality_id,
            person__email__iexact=parsed.from_address,
            is_active=True,
        )
        if colleague.exists():
            return Place(
                case_file.municipality_id,
                partial(store, case_file=case_file, internal=True),
                suggestion=case_file.pk,
            )
        return Place(case_file.municipality_id, reason=REASON.UNKNOWN_SENDER, suggestion=case_file.pk)
    named = set(Municipality.objects.filter(slug__in=slugs).values_list("pk", flat=True))
    known = list(members.values_list("municipality_id", "case_file_id").order_by("pk")[:50])
    if named:
        known = [row for row in known if row[0] in named]
    homes = {municipality for municipality, _file in known} or named
    if len(homes) != 1:
        return None
    return Place(
        homes.pop(), reason=REASON.WRONG_ADDRESS, suggestion=known[0][1] if len(known) == 1 else None
    )


def _addressed(parsed: ParsedMail) -> tuple[list[str], CaseFile | None]:
    """The municipalities named in our addresses, and the case file whose address is among them."""
    ours = [token_of(address, settings.INBOX_DOMAIN) for address in parsed.recipients]
    tokens = [token for _slug, token in ours if token]
    slugs = [slug for slug, _token in ours if slug]
    found = (
        MailAddress.objects.filter(token__in=tokens).select_related("case_file").first() if tokens else None
    )
    return slugs, found.case_file if found else None


def _answered(parsed: ParsedMail) -> CaseFile | None:
    """The case file of the mail of ours that this one answers; its id cannot be guessed either."""
    keys = [mail_id(text) for text in (parsed.in_reply_to, *parsed.references)]
    found = (
        MessageMail.objects.filter(mail_id__in=[key for key in keys if key])
        .select_related("message__case_file")
        .first()
    )
    return found.message.case_file if found else None


def store(incoming: IncomingMail, *, case_file: CaseFile, internal: bool = False) -> Message:
    """Make a message of a mail, put its files in the case file, and tell the account manager."""
    member = EnterpriseMember.objects.filter(
        case_file=case_file, person__email__iexact=incoming.from_address, is_active=True
    ).select_related("person").first()  # fmt: skip
    author = member.person if member else None
    if internal:
        membership = Membership.objects.filter(person__email__iexact=incoming.from_address).select_related(
            "person"
        )
        author = membership.get(municipality_id=case_file.municipality_id).person
    message = Message.objects.create(
        municipality_id=case_file.municipality_id,
        case_file=case_file,
        direction=Message.Direction.INTERNAL if internal else Message.Direction.IN,
        channel=Message.Channel.MAIL,
        author=author,
        author_name=incoming.from_name,
        author_address=incoming.from_address,
        subject=incoming.subject,
        text=incoming.text,
        quoted=incoming.quoted,
        signature=incoming.signature,
        at=incoming.received_at,
        answers=_question_of(incoming, case_file),
        incoming=incoming,
        is_automatic=incoming.kind == "automatic",
    )
    for row in IncomingFile.objects.filter(incoming=incoming).select_related("file").order_by("pk"):
        document = add_document(
            case_file=case_file, title=row.file.name, file=row.file, by=author, for_entrepreneur=not internal
        )
        MessageDocument.objects.create(
            municipality_id=case_file.municipality_id, message=message, document=document
        )
    announce(message)
    return message


def _question_of(incoming: IncomingMail, case_file: CaseFile) -> Message | None:
    """The message of this case file that the mail answers."""
    key = mail_id(incoming.in_reply_to)
    return Message.objects.filter(case_file=case_file, mails__mail_id=key).first() if key else None


def announce(message: Message) -> None:
    """Write a new message in the timeline and, when a person of the enterprise wrote it, in the worklist."""
    case_file = message.case_file
    from_enterprise = message.direction == Message.Direction.IN
    words = {"who": message.sender, "text": snippet(message.subject or message.text)}
    add_entry(
        case_file=case_file,
        kind="message",
        text=_("Message of %(who)s: %(text)s") % words,
        by=message.author,
        url=message_url(message),
        for_entrepreneur=from_enterprise and not message.is_automatic,
        at=message.at,
    )
    if from_enterprise and not message.is_automatic:
        if message.author:
            tell_it_moved(case_file, message.author)
        manager = case_file.account_manager
        add_signal(
            case_file=case_file,
            key=signal_key(case_file.pk),
            title=_("New message of %(who)s: %(text)s") % words,
            url=reverse("conversation", args=[case_file.pk]),
            holder=manager,
            domain="" if manager else Domain.ECONOMY,
        )


def tell_not_arrived(mail: Mail) -> None:
    """A mail about a case file came back: the account manager hears of it."""
    _slug, token = token_of(mail.reply_to, settings.INBOX_DOMAIN)
    address = MailAddress.objects.filter(token=token).select_related("case_file__account_manager").first()
    if not token or address is None:
        return
    case_file = address.case_file
    manager = case_file.account_manager
    add_signal(
        case_file=case_file,
        key=f"not-arrived-{mail.pk}",
        title=_("A mail to %(to)s did not arrive: %(subject)s") % {"to": mail.to, "subject": mail.subject},
        url=reverse("conversation", args=[case_file.pk]),
        holder=manager,
        domain="" if manager else Domain.ECONOMY,
    )


def waiting(case_file_id: int) -> Q:
    """Messages of the enterprise that nobody answered or marked as read."""
    return Q(case_file_id=case_file_id, direction=Message.Direction.IN, handled_at=None, is_automatic=False)

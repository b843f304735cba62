"""What kind of mail is it: of a person, of a machine, a mail that came back, or our own that went round. No Django."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage

#: The header every mail of ours carries, so that one that comes round in a loop is recognised.
OWN_HEADER = "X-Impactloket-Mail"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_AUTOMATIC_SUBJECT = re.compile(
    r"^\s*(?:automatisch antwoord|automatic reply|auto(?:matische)?[- ]?reply|afwezig(?:heid)?|out of (?:the )?office"
    r"|niet aanwezig|abwesenheit)\b",
    re.IGNORECASE,
)
_BOUNCE_SUBJECT = re.compile(
    r"undeliver|onbestelbaar|delivery status notification|returned mail|mail delivery failed|failure notice",
    re.I,
)


@dataclass(frozen=True)
class Bounce:
    """A mail of ours that came back. `mail` is its id in the outbox or ""; `permanent` False: still being tried."""

    mail: str
    recipient: str = ""
    status: str = ""
    reason: str = ""
    permanent: bool = True


def _value(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, "") or "").strip()
    except Exception:  # a header the standard library cannot read
        return ""


def kind_of(message: EmailMessage) -> str:
    """ "bounce", "own", "automatic", "list" or "normal"; the first that fits (RFC 3464, RFC 3834)."""
    sender = _value(message, "from").lower()
    report = (
        message.get_content_type() == "multipart/report"
        and str(message.get_param("report-type", "") or "").lower() == "delivery-status"
    )
    postmaster = "mailer-daemon" in sender or "postmaster@" in sender
    if report or (postmaster and _BOUNCE_SUBJECT.search(_value(message, "subject"))):
        return "bounce"
    if _value(message, OWN_HEADER):
        return "own"
    submitted = _value(message, "auto-submitted").lower()
    precedence = _value(message, "precedence").lower()
    if (
        (submitted and not submitted.startswith("no"))
        or _value(message, "x-auto-response-suppress").lower().startswith("all")
        or _value(message, "x-autoreply")
        or _value(message, "x-autorespond")
        or precedence in {"auto_reply", "junk"}
        or _value(message, "return-path") == "<>"
        or _AUTOMATIC_SUBJECT.match(_value(message, "subject"))
    ):
        return "automatic"
    if precedence in {"bulk", "list"} or _value(message, "list-id") or _value(message, "list-unsubscribe"):
        return "list"
    return "normal"


def mail_id(text: str) -> str:
    """The id of a mail of our outbox in a Message-ID (or header line) of ours; "" when there is none."""
    match = re.search(rf"<({_UUID})@[^<>\s]+>", text) or re.search(rf"{OWN_HEADER}:\s*({_UUID})", text, re.I)
    return match[1] if match else ""


def bounce_of(message: EmailMessage) -> Bounce:
    """What a returned mail says: which mail, whose address, why, and whether it is final."""
    recipient = status = reason = action = original = ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for block in part.get_payload() if isinstance(part.get_payload(), list) else []:
                if not hasattr(block, "get"):
                    continue
                recipient = recipient or str(block.get("Final-Recipient", "")).rpartition(";")[2].strip()
                status = status or str(block.get("Status", "")).strip()
                reason = reason or str(block.get("Diagnostic-Code", "")).strip()
                action = action or str(block.get("Action", "")).strip().lower()
        elif kind in {"message/rfc822", "text/rfc822-headers"}:
            original = original or mail_id(str(part))
    if not original:
        original = mail_id(f"{_value(message, 'in-reply-to')} {_value(message, 'references')}")
    if not original:  # old servers write it all in one text
        body = message.get_body(("plain",))
        original = mail_id(str(body)) if body is not None else ""
    permanent = action != "delayed" and not status.startswith("4")
    return Bounce(original, recipient[:254], status[:20], " ".join(reason.split())[:300], permanent)

"""Answers as a mail program of an entrepreneur would write them: for the demo, its data, and tests."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid

from django.utils import timezone

from portal.kernel.files.inspect import ACCEPTED
from portal.kernel.models import Mail


def small_pdf(text: str) -> bytes:
    """A real PDF of one page with one line."""
    drawing = zlib.compress(f"BT /F1 18 Tf 60 760 Td ({text}) Tj ET".encode("latin-1", "replace"))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


#: A file that is what it says, and one that is not: the first bytes of a Windows program, harmless.
EXAMPLES = {
    "good": ("offerte.pdf", small_pdf("Offerte")),
    "bad": ("factuur.pdf", b"MZ\x90\x00\x03" + b"\0" * 200 + b"This program cannot be run in DOS mode."),
}


def answer_to(
    mail: Mail, *, sender: str, text: str, name: str = "", files: Sequence[tuple[str, bytes]] = ()
) -> EmailMessage:
    """A mail that answers one of ours, with ours quoted below it."""
    message = EmailMessage()
    message["From"] = formataddr((name, sender))
    message["To"] = mail.reply_to
    subject = mail.subject
    message["Subject"] = subject if subject.lower().startswith("re:") else f"Re: {subject}"
    message["Date"] = format_datetime(timezone.localtime())
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["In-Reply-To"] = mail.message_id
    message["References"] = f"{mail.references} {mail.message_id}".strip()
    moment = timezone.localtime(mail.created_at)
    quoted = "\n".join(f"> {line}" for line in mail.text.strip().splitlines())
    message.set_content(
        f"{text.strip()}\n\nOp {moment:%d-%m-%Y} om {moment:%H:%M} schreef Impactloket <{mail.reply_to}>:\n{quoted}\n"
    )
    for file_name, content in files:
        extension = file_name.rpartition(".")[2].lower()
        kind, _slash, subtype = ACCEPTED.get(extension, ("application/octet-stream",))[0].partition("/")
        message.add_attachment(content, maintype=kind, subtype=subtype, filename=file_name)
    return message

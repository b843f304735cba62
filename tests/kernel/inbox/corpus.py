"""Difficult messages, made up, as real mail programs and servers write them."""

from __future__ import annotations

import base64
import quopri


def raw(headers: str, body: str | bytes = "") -> bytes:
    """A message of header lines and a body; lines end the way of the network."""
    content = body.encode() if isinstance(body, str) else body
    lines = headers.strip("\n").encode("utf-8").replace(b"\n", b"\r\n")
    return lines + b"\r\n\r\n" + content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


HEAD = """From: =?utf-8?Q?Bor=C3=ADs_de_Vri=C3=ABs?= <boris@buurtkok.example>
To: =?iso-8859-1?Q?Gemeente_Vechtst=E9de?= <vechtstede+abc@post.impactloket.example>
Date: Tue, 24 Nov 2026 10:15:00 +0100
Message-ID: <een@buurtkok.example>"""

OUTLOOK = raw(
    HEAD + "\nSubject: =?utf-8?B?" + base64.b64encode("Re: Café én terras".encode()).decode() + "?=\n"
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: quoted-printable",
    quopri.encodestring(
        "Dag Sanne,\n\nDe huur is € 1.200,– per maand.\n\nMet vriendelijke groet,\nBoris\n\n"
        "Van: Impactloket <vechtstede+abc@post.impactloket.example>\nVerzonden: maandag 23 november 2026 09:00\n"
        "Aan: Boris <boris@buurtkok.example>\nOnderwerp: Café én terras\n\nKunt u de huur doorgeven?\n".encode(
            "cp1252"
        )
    ),
)
GMAIL = raw(
    HEAD + "\nSubject: Re: Terras\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x",
    "--x\nContent-Type: text/plain; charset=utf-8\n\nJa, graag!\n\nOp ma 23 nov 2026 om 09:00 schreef Impactloket <\n"
    "vechtstede+abc@post.impactloket.example>:\n\n> Wilt u een terras?\n> Groet, Sanne\n\n--x\n"
    "Content-Type: text/html; charset=utf-8\n\n<div>Ja, graag!</div><script>alert(1)</script>\n--x--\n",
)
BETWEEN = raw(
    HEAD + "\nSubject: Re: Drie vragen",
    "Op ma 23 nov 2026 om 09:00 schreef Sanne <s@post.impactloket.example>:\n> Hoeveel gasten?\n120.\n"
    "> Welke dagen?\nVrijdag.\n",
)
HTML_ONLY = raw(
    HEAD + "\nSubject: Nieuwsbrief\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8",
    "<html><head><title>x</title><style>p{color:red}</style></head><body onload='steal()'><h1>Dag</h1>"
    "<p>Kijk <a href='https://kwaad.example/in'>hier bij de bank</a> of <a href='javascript:alert(1)'>daar</a>.</p>"
    "<img src='https://spion.example/pixel.gif'><ul><li>een</li><li>twee</li></ul>"
    "<script>document.cookie</script><blockquote>oud</blockquote></body></html>",
)
NESTED = raw(
    HEAD + "\nSubject: Stukken\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=buiten",
    "--buiten\nContent-Type: multipart/related; boundary=midden\n\n--midden\n"
    "Content-Type: multipart/alternative; boundary=binnen\n\n--binnen\nContent-Type: text/plain\n\nZie bijlage.\n"
    "--binnen\nContent-Type: text/html\n\n<p>Zie bijlage.</p>\n--binnen--\n--midden\nContent-Type: image/png\n"
    "Content-Transfer-Encoding: base64\nContent-ID: <logo>\nContent-Disposition: inline; filename=logo.png\n\n"
    + base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 40).decode()
    + "\n--midden--\n--buiten\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
    "Content-Disposition: attachment; filename*=utf-8''plan%20%C3%A9%C3%A9n.pdf\n\n"
    + base64.b64encode(b"%PDF-1.4\n%%EOF").decode()
    + '\n--buiten\nContent-Type: application/pdf; name="../../etc/factuur.pdf"\nContent-Transfer-Encoding: base64\n'
    "Content-Disposition: attachment\n\n"
    + base64.b64encode(b"MZ\x90\x00 program").decode()
    + "\n--buiten--\n",
)
INVITATION = raw(
    HEAD + "\nSubject: Uitnodiging\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x",
    "--x\nContent-Type: text/plain\n\nKomt u?\n--x\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n"
    "BEGIN:VEVENT\nSUMMARY:Bezoek aan de keuken\nDTSTART;TZID=Europe/Amsterdam:20261209T133000\n"
    "LOCATION:Marktplein 1\\, Vechtstede\nEND:VEVENT\nEND:VCALENDAR\n--x--\n",
)
WINMAIL = raw(
    HEAD + "\nSubject: Stukken\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x",
    "--x\nContent-Type: text/plain\n\nHierbij.\n--x\nContent-Type: application/ms-tnef; name=winmail.dat\n"
    "Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=winmail.dat\n\neJ8+Ig==\n--x--\n",
)
AWAY = raw(
    HEAD + "\nSubject: Re: Terras\nAuto-Submitted: auto-replied (vacation)\nX-Autoreply: yes",
    "Ik ben er niet.",
)
AWAY_OLD = raw(HEAD + "\nSubject: Automatisch antwoord: Terras", "Ik ben afwezig tot 1 december.")
LIST = raw(HEAD + "\nSubject: Nieuws\nPrecedence: bulk\nList-Id: <nieuws.example>", "Nieuws.")
BROKEN = (
    b"From: boris@buurtkok.example (geen naam\r\nTo: \r\nDate: gisteren rond een uur of vijf\r\n"
    b"Subject: =?utf-8?B?dit is geen base64!!?= \xff\xfe\r\nContent-Type: text/plain; charset=klingon-8\r\n\r\n"
    b"Beste gemeente, \xe9\xe9n vraag\x00 met rare tekens.\r\n"
)
NO_ENCODING = raw(
    "From: Zoë <zoe@voorbeeld.example>\nTo: vechtstede@post.impactloket.example\nSubject: Rechtstreeks ö"
    "\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit",
    "Groet, Zoë",
)
EMPTY = b""


def bounce(mail_id: str, status: str = "5.1.1", action: str = "failed") -> bytes:
    """A mail server that gives a mail back (RFC 3464)."""
    return raw(
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>\nTo: vechtstede+abc@post.impactloket.example\n"
        "Return-Path: <>\nSubject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\n"
        f"Message-ID: <terug-{status}-{mail_id}@mx.example>\nMIME-Version: 1.0\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
        "--x\nContent-Type: text/plain\n\nI'm sorry.\n--x\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; weg@buurtkok.example\n"
        f"Action: {action}\nStatus: {status}\nDiagnostic-Code: smtp; 550 No such user here\n\n--x\n"
        "Content-Type: message/rfc822\n\nFrom: Impactloket <noreply@impactloket.example>\n"
        f"To: weg@buurtkok.example\nMessage-ID: <{mail_id}@post.impactloket.example>\nSubject: Terras\n\nHallo\n--x--\n",
    )

"""The demo's mail: every mail readable in the browser, and answered as if one were the one who got it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel.files.views import file_response
from portal.kernel.inbox.adapters import drop
from portal.kernel.inbox.compose import EXAMPLES, answer_to
from portal.kernel.inbox.text import safe_html
from portal.kernel.models import Mail, MailAttachment, Person
from portal.kernel.outbox.delivery import headers_of
from portal.kernel.permissions import public
from portal.kernel.publish import publish
from portal.kernel.tenancy.scope import scoped_to_all
from portal.ui.pagination import paginate

DEMO_ONLY = "demo only: there is no real mail box to read"


@contextmanager
def _demo() -> Iterator[None]:
    """Only in the demo, and then the mail of every municipality."""
    if not settings.DEMO:
        raise Http404
    with scoped_to_all("the demo shows all mail"):
        yield


class DemoAnswerForm(forms.Form):
    """An answer, with files of one's own or examples: a good one and a bad one."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    examples = forms.MultipleChoiceField(
        label=gettext_lazy("Send along"),
        required=False,
        choices=[
            ("good", gettext_lazy("offerte.pdf (a real PDF)")),
            ("bad", gettext_lazy("factuur.pdf (a program with a false name)")),
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The second one is refused: files of a mail are judged by what is in them."),
    )
    file = forms.FileField(label=gettext_lazy("A file of your own"), required=False)
    stranger = forms.BooleanField(
        label=gettext_lazy("Answer from another address, which nobody knows"), required=False
    )


@public(DEMO_ONLY)
def demo_mail(request: HttpRequest) -> HttpResponse:
    """Every mail of the demo, newest first; ?aan= of one address, ?q= with these words."""
    with _demo():
        mails = Mail._base_manager.order_by("-created_at", "-pk").defer("text", "html")
        address = request.GET.get("aan", "").replace("\0", "")[:254]
        text = request.GET.get("q", "").replace("\0", "").strip()[:100]
        if address:
            mails = mails.filter(to=address)
        if text:
            mails = mails.filter(Q(subject__icontains=text) | Q(to__icontains=text) | Q(text__icontains=text))
        context = {"page": paginate(request, mails), "to": address, "text": text}
        return render(request, "kernel/outbox/demo.html", context)


def _get(pk: str) -> Mail:
    return get_object_or_404(Mail._base_manager, pk=pk)


@public(DEMO_ONLY)
def demo_mail_one(request: HttpRequest, pk: str) -> HttpResponse:
    """One mail: headers, text, attachments, and its HTML made harmless."""
    with _demo():
        mail = _get(pk)
        files = MailAttachment.objects.filter(mail=mail).select_related("file").order_by("pk")
        context = {
            "mail": mail,
            "headers": headers_of(mail),
            "files": list(files),
            "html": safe_html(mail.html) if mail.html else "",
        }
        return render(request, "kernel/outbox/demo_one.html", context)


@public(DEMO_ONLY)
def demo_mail_file(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    """An attachment of a mail."""
    with _demo():
        found = get_object_or_404(MailAttachment.objects.select_related("file"), mail_id=pk, pk=number)
        return file_response(found.file)  # type: ignore[return-value]


@public(DEMO_ONLY)
def demo_mail_answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Answer a mail as the one who got it: a real message goes into the mailbox file."""
    with _demo():
        mail = _get(pk)
        if not mail.reply_to:
            raise Http404
        form = DemoAnswerForm(request.POST, request.FILES) if request.method == "POST" else DemoAnswerForm()
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            files = [EXAMPLES[name] for name in data["examples"]]
            if data["file"]:
                files.append((data["file"].name, data["file"].read()))
            person = Person.objects.filter(email=mail.to).first()
            sender = "iemand@elders.example" if data["stranger"] else mail.to
            name = "" if data["stranger"] or person is None else person.name
            drop(answer_to(mail, sender=sender, name=name, text=data["text"], files=files))
            publish("portal.kernel.tasks.fetch_mail")
            messages.success(
                request, _("The answer lies in the mailbox. Within half a minute it stands in the case file.")
            )
            return redirect("demo_mail_one", pk=pk)
        return render(
            request,
            "kernel/outbox/demo_answer.html",
            {"mail": mail, "form": form},
            status=422 if form.is_bound else 200,
        )

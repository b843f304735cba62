"""Template tags and filters of the look: fields, badges, formats. Builtins: no {% load %} needed.

They build HTML in Python instead of including templates, because lists call them often.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.ui.formats import euro as format_euro
from portal.ui.formats import number as format_number
from portal.ui.icons import ICONS

register = template.Library()

BADGE_KINDS = ("neutral", "info", "good", "warn", "bad")


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """`{% icon "folder" %}`: a decorative icon; the word beside it carries the meaning."""
    return format_html(
        '<svg class="il-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(ICONS.get(name, ICONS["folder"])),
    )


@register.simple_tag
def badge(text: object, kind: str = "neutral") -> SafeString:
    """`{% badge "Te laat" "bad" %}`: a status in a word and a colour."""
    return _badge(str(text), kind)


@lru_cache(maxsize=1024)
def _badge(text: str, kind: str) -> SafeString:
    """Built once per text: lists show the same few badges over and over."""
    return format_html(
        '<span class="il-badge il-badge--{}">{}</span>', kind if kind in BADGE_KINDS else "neutral", text
    )


@register.simple_tag
def error_summary(form: Any) -> SafeString:
    """`{% error_summary form %}`: what is wrong, each with a link to its field; empty when nothing is."""
    if not form or not getattr(form, "errors", None):
        return SafeString("")
    rows = [("#" + (form[name].id_for_label or form[name].auto_id), _named(form[name], error))
            for name, errors in form.errors.items() if name != "__all__" for error in errors]  # fmt: skip
    return format_html(
        '<div class="il-summary" role="alert" tabindex="-1" data-error-summary id="fouten">'
        '<h2 class="utrecht-heading-3">{}</h2>'
        "<ul>{}{}</ul></div>",
        ngettext("There is a mistake in the form", "There are mistakes in the form", len(rows) or 1),
        format_html_join("", "<li>{}</li>", ((error,) for error in form.non_field_errors())),
        format_html_join("", '<li><a href="{}">{}</a></li>', rows),
    )


def _named(bound: BoundField, error: str) -> str:
    """An error on its own in the summary: the one that says no more than "required" gets its field in front."""
    if error != str(forms.Field.default_error_messages["required"]):
        return error
    return f"{bound.label}{'' if str(bound.label).endswith('?') else ':'} {error}"


def _widget_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.Textarea):
        return "utrecht-textarea utrecht-textarea--html-textarea"
    if isinstance(widget, forms.Select):
        return "utrecht-select utrecht-select--html-select"
    return "utrecht-textbox utrecht-textbox--html-input"


def _group_title(bound: BoundField, value: object) -> SafeString:
    """The title of a group of choices, above the first of them."""
    choices = getattr(bound.field, "choices", ())
    if not isinstance(choices, list | tuple):  # choices out of the database are never grouped
        return SafeString("")
    for title, group in choices:
        if isinstance(group, list | tuple) and group and str(group[0][0]) == str(value):
            return format_html('<div class="il-label">{}</div>', title)
    return SafeString("")


def _select(bound: BoundField, attrs: dict[str, Any]) -> SafeString:
    """A select with flat choices, built here: Django renders a template per option, and filters have many."""
    widget: Any = bound.field.widget
    if any(isinstance(label, list | tuple) for _value, label in widget.choices):
        return bound.as_widget(attrs=attrs)
    value = bound.value()
    current = "" if value is None else str(value)
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            ("" if code is None else code, SafeString(" selected") if str(code) == current else "", label)
            for code, label in widget.choices
        ),
    )
    known = {**widget.attrs, **attrs, "name": bound.html_name, "id": bound.auto_id}
    shown = format_html_join(
        "", ' {}="{}"', ((key, text) for key, text in known.items() if text not in (False, None))
    )
    return format_html("<select{}>{}</select>", shown, options)


@register.simple_tag
def field(bound: BoundField | str, css: str = "") -> SafeString:
    """`{% field form.name %}`: label, description, error and input, tied together for screen readers."""
    if not isinstance(bound, BoundField):
        return SafeString("")
    widget = bound.field.widget
    if bound.is_hidden:
        return SafeString(str(bound))
    name = bound.id_for_label or bound.auto_id
    described = []
    help_html = error_html = SafeString("")
    if bound.help_text:
        help_html = format_html('<div class="il-help" id="{}-help">{}</div>', bound.auto_id, bound.help_text)
        described.append(f"{bound.auto_id}-help")
    if bound.errors:
        error_html = format_html(
            '<div class="il-error" id="{}-error">{}</div>', bound.auto_id,
            format_html_join("", "<div>{}</div>", ((error,) for error in bound.errors)),
        )  # fmt: skip
        described.append(f"{bound.auto_id}-error")
    optional = (
        SafeString("")
        if bound.field.required or isinstance(widget, forms.CheckboxInput)
        else format_html(' <span class="il-optional">({})</span>', _("not required"))
    )
    attrs: dict[str, Any] = {}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    classes = f"il-field{' il-field--invalid' if bound.errors else ''} {css}".strip()
    if isinstance(widget, forms.CheckboxInput):
        return format_html(
            '<div class="{}">{}{}<div class="il-choice">{}<label for="{}">{}</label></div></div>',
            classes, help_html, error_html, bound.as_widget(attrs=attrs), name, bound.label,
        )  # fmt: skip
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        options = format_html_join(
            "",
            '{}<div class="il-choice">{}<label for="{}">{}</label></div>',
            (
                (
                    _group_title(bound, option.data["value"]),
                    option.tag(),
                    option.id_for_label,
                    option.choice_label,
                )
                for option in bound
            ),
        )
        return format_html(
            '<fieldset class="{}" id="{}"{}><legend>{}{}</legend>{}{}<div class="il-choices">{}</div></fieldset>',
            classes, bound.auto_id,
            format_html(' aria-describedby="{}"', attrs["aria-describedby"]) if described else "",
            bound.label, optional, help_html, error_html, options,
        )  # fmt: skip
    # The server says what is missing, in Dutch and at the right place; `required` colours empty fields as wrong.
    bound.form.use_required_attribute = False
    attrs["maxlength"] = False  # the browser would cut a text off without a word; the server explains
    attrs["class"] = f"{_widget_class(widget)} {widget.attrs.get('class', '')}".strip()
    return format_html(
        '<div class="{}"><label class="il-label" for="{}">{}{}</label>{}{}{}</div>',
        classes, name, bound.label, optional, help_html, error_html,
        _select(bound, attrs) if type(widget) is forms.Select else bound.as_widget(attrs=attrs),
    )  # fmt: skip


@register.simple_tag
def form_fields(form: forms.BaseForm) -> SafeString:
    """`{% form_fields form %}`: all fields of a form, hidden ones included."""
    return format_html(
        '<div class="il-fields">{}</div>', format_html_join("", "{}", ((field(bound),) for bound in form))
    )


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """`?{% query page=2 %}`: this page's query string with changes; None or "" removes a key."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        params.pop(key, None)
        if value not in (None, ""):
            params[key] = str(value)
    return str(params.urlencode())


@register.simple_tag(takes_context=True)
def query_without(context: dict[str, Any], name: str) -> str:
    """`?{% query_without name %}`: this page's query string without one key, and back on page 1."""
    params = context["request"].GET.copy()
    params.pop(name, None)
    params.pop("pagina", None)
    return str(params.urlencode())


@register.filter
def nl_date(value: dt.date | dt.datetime | None) -> str:
    """31-12-2026; empty for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value)
    return f"{value.day:02}-{value.month:02}-{value.year:04}"  # three times faster than Django's date format


@register.filter
def nl_moment(value: dt.datetime | None) -> str:
    """31-12-2026 14:05, in local time."""
    if not value:
        return ""
    value = timezone.localtime(value)
    return f"{value.day:02}-{value.month:02}-{value.year:04} {value.hour:02}:{value.minute:02}"


@register.filter
def euro(value: Decimal | int | None) -> str:
    """EUR 1.234,56"""
    return "" if value is None else format_euro(Decimal(value))


@register.filter
def number(value: Decimal | int | None) -> str:
    """1.234,5: an exact number, without zeros at the end."""
    return "" if value is None else format_number(Decimal(value))


@register.filter
def ago(value: dt.date | dt.datetime | None) -> str:
    """How long ago, in whole days: "today", "yesterday", "3 days ago"."""
    if value is None:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    days = (timezone.localdate() - day).days
    if days < 0:
        return str(ngettext("in %(days)s day", "in %(days)s days", -days) % {"days": -days})
    if days == 0:
        return str(_("today"))
    if days == 1:
        return str(_("yesterday"))
    return str(ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days})


@register.filter
def days_left(value: dt.date | None) -> int | None:
    """Days from today until a date; negative when it is past."""
    return None if value is None else (value - timezone.localdate()).days

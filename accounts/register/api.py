"""The register as open data, after the NL API Design Rules: nouns, no trailing slash, version in the path and in the
`API-Version` header, problem details for errors, open to every origin. Streams in batches, each in a scope of its own.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from accounts.register import data, queries
from accounts.register.forms import RegisterFilter
from accounts.register.openapi import VERSION, document
from portal.kernel.models import Municipality
from portal.kernel.permissions import public
from portal.kernel.tenancy.scope import scoped

WHY = "open data: what entrepreneurs chose to show, for everyone"
BATCH = 500
#: A second change within the same second would be missed by If-Modified-Since, so fresh changes carry an ETag only.
SETTLED = dt.timedelta(seconds=2)
View = Callable[..., HttpResponseBase]


class Problem(Exception):
    """An error as problem details (RFC 9457)."""

    def __init__(self, status: int, title: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail = status, title, detail

    def response(self) -> HttpResponse:
        """The answer for this error."""
        body = {"type": "about:blank", "status": self.status, "title": self.title, "detail": self.detail}
        return JsonResponse(body, status=self.status, content_type="application/problem+json")


def resource(view: View) -> View:
    """What every resource has: GET and HEAD only, problem details, API-Version, CORS."""

    @csrf_exempt
    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
        elif request.method not in ("GET", "HEAD"):
            response = Problem(
                405, "Method not allowed", "Gebruik GET: deze gegevens kunt u alleen lezen."
            ).response()
        else:
            try:
                response = view(request, *args, **kwargs)
            except Problem as problem:
                response = problem.response()
        response["API-Version"] = VERSION
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
        response["Access-Control-Expose-Headers"] = "API-Version, ETag, Last-Modified, Link"
        response["Allow"] = "GET, HEAD, OPTIONS"
        response.setdefault("Cache-Control", "public, no-cache")
        return response

    return wrapped


def _town(slug: str) -> Municipality:
    found = Municipality.objects.filter(slug=slug).first()
    if found is None:
        raise Problem(404, "Not found", f"Er is hier geen gemeente “{slug}”.")
    return found


def _filters(request: HttpRequest) -> dict[str, Any]:
    """The filters of the query; an unknown one or a value that makes no sense is a mistake that is told."""
    unknown = set(request.GET) - set(RegisterFilter.base_fields)
    if unknown:
        raise Problem(400, "Bad request", f"Onbekende parameter: {', '.join(sorted(unknown))[:200]}.")
    form = RegisterFilter(request.GET)
    if not form.is_valid():
        first = next(iter(form.errors.items()))
        raise Problem(400, "Bad request", f"{first[0]}: {first[1][0]}")
    names = {"zoek": "text", "thema": "theme", "wijk": "district", "keurmerk": "mark"}
    return {names[key]: value for key, value in form.cleaned_data.items()}


def _records(
    town: Municipality, filters: dict[str, Any], base: str, row: Callable[..., Any]
) -> Iterator[list[Any]]:
    """Entries in batches, each read in its own short transaction; whoever withdraws is not in the next one."""
    last, today = 0, timezone.localdate()
    while True:
        with scoped([town.pk]), translation.override(settings.LANGUAGE_CODE):
            rows = queries.search(**filters, today=today).filter(pk__gt=last).order_by("pk")
            shown = queries.with_marks(rows.select_related("municipality")[:BATCH], today)
            batch = [row(item, base) for item in shown]
        yield batch
        if len(batch) < BATCH:
            return
        last = shown[-1].entry.pk


def _answer(
    request: HttpRequest, town: Municipality, filters: dict[str, Any], make: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """The answer with ETag and Last-Modified, or 304 when the reader has it already."""
    with scoped([town.pk]):
        revision, changed_at = queries.last_change(timezone.localdate())
    text = json.dumps([town.slug, revision, str(timezone.localdate()), request.path, filters], sort_keys=True)
    etag = f'W/"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'
    settled = timezone.now() - changed_at > SETTLED
    modified = int(changed_at.timestamp()) if settled else None
    response: Any = get_conditional_response(request, etag=etag, last_modified=modified) or make()
    response["ETag"] = etag
    if modified:
        response["Last-Modified"] = http_date(modified)
    response["Link"] = f'<{data.LICENCE_URL}>; rel="license"'
    return response  # type: ignore[no-any-return]


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


@public(WHY)
@resource
def api_enterprises(request: HttpRequest, gemeente: str) -> HttpResponseBase:
    """All public entries, or those that fit the filters, as JSON."""
    town, filters, base = _town(gemeente), _filters(request), _base(request)

    def lines() -> Iterator[str]:
        head = {"gemeente": town.name, "licentie": data.LICENCE_URL}
        yield json.dumps(head, ensure_ascii=False)[:-1] + ', "ondernemingen": ['
        first = True
        for batch in _records(town, filters, base, data.as_record):
            for record in batch:
                yield ("\n" if first else ",\n") + json.dumps(record, ensure_ascii=False)
                first = False
        yield "\n]}\n"

    return _answer(
        request, town, filters, lambda: StreamingHttpResponse(lines(), content_type="application/json")
    )


class _Echo:
    """A file that gives each line back instead of keeping it."""

    def write(self, value: str) -> str:
        return value


@public(WHY)
@resource
def api_enterprises_csv(request: HttpRequest, gemeente: str) -> HttpResponseBase:
    """The same as CSV, UTF-8 with a header line."""
    town, filters, base = _town(gemeente), _filters(request), _base(request)

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield writer.writerow([field.name for field in data.FIELDS])
        for batch in _records(town, filters, base, data.as_row):
            yield "".join(writer.writerow(row) for row in batch)

    def make() -> HttpResponseBase:
        response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8; header=present")
        response["Content-Disposition"] = f'attachment; filename="sociale-ondernemingen-{town.slug}.csv"'
        return response

    return _answer(request, town, filters, make)


@public(WHY)
@resource
def api_enterprise(request: HttpRequest, gemeente: str, slug: str) -> HttpResponseBase:
    """One public entry as JSON."""
    town, today = _town(gemeente), timezone.localdate()
    with scoped([town.pk]), translation.override(settings.LANGUAGE_CODE):
        entry = queries.published().select_related("municipality").filter(slug=slug).first()
        if entry is None:
            raise Problem(404, "Not found", f"Er staat geen onderneming “{slug}” in het register.")
        record = data.as_record(queries.with_marks([entry], today)[0], _base(request))
    body = json.dumps(record, ensure_ascii=False)
    return _answer(request, town, {}, lambda: HttpResponse(body, content_type="application/json"))


@public("the description of the open data")
@resource
def api_openapi(request: HttpRequest) -> HttpResponseBase:
    """The OpenAPI document."""
    return JsonResponse(document(_base(request)), json_dumps_params={"ensure_ascii": False, "indent": 1})


@public("tells that an address of the open data does not exist")
@resource
def api_not_found(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Every other address, with a trailing slash too."""
    raise Problem(404, "Not found", "Dit adres bestaat niet. Zie /api/v1/openapi.json.")

"""The OpenAPI document of the open data, made from the same fields as the data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation

from accounts.casefile.models import Theme
from accounts.recognition.models import MarkKind
from accounts.register.data import FIELDS, LICENCE, LICENCE_URL

#: Major version in the path, the whole in the header `API-Version`.
VERSION = "1.0.0"


def document(base: str) -> dict[str, Any]:
    """The whole document, in Dutch; `base` is the address of this site."""
    with translation.override(settings.LANGUAGE_CODE):
        fields = {field.name: {**field.schema, "description": str(field.meaning)} for field in FIELDS}
    town = {"name": "gemeente", "in": "path", "required": True, "schema": {"type": "string"}}
    problem = {
        "description": "Fout",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    headers = {
        name: {"schema": {"type": "string"}, "description": text}
        for name, text in (
            ("API-Version", "Versie van de API"),
            ("ETag", "Kenmerk van deze stand"),
            ("Last-Modified", "Laatste wijziging"),
        )
    }
    filters = [
        _query("zoek", "Woorden in naam, producten of omschrijving", {"type": "string", "maxLength": 100}),
        _query("thema", "Thema", {"type": "string", "enum": list(Theme.values)}),
        _query("wijk", "Wijk", {"type": "string", "maxLength": 80}),
        _query("keurmerk", "Geldig keurmerk", {"type": "string", "enum": list(MarkKind.values)}),
    ]

    def get(operation: str, summary: str, parameters: list[Any], content: dict[str, Any]) -> dict[str, Any]:
        return {
            "get": {
                "operationId": operation,
                "summary": summary,
                "tags": ["sociale-ondernemingen"],
                "parameters": parameters,
                "responses": {
                    "200": {"description": "OK", "headers": headers, "content": content},
                    "304": {"description": "Niet gewijzigd"},
                    "400": problem,
                    "404": problem,
                },
            }
        }

    one = {"$ref": "#/components/schemas/Onderneming"}
    several = {
        "type": "object",
        "required": ["gemeente", "licentie", "ondernemingen"],
        "properties": {
            "gemeente": {"type": "string"},
            "licentie": {"type": "string", "format": "uri"},
            "ondernemingen": {"type": "array", "items": one},
        },
    }
    path = "/gemeenten/{gemeente}/sociale-ondernemingen"
    slug = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Register van sociale ondernemingen",
            "description": "Sociale ondernemingen die er zelf voor kozen om in het openbare register te staan.",
            "version": VERSION,
            "license": {"name": LICENCE, "url": LICENCE_URL},
            "contact": {"name": "Impactloket", "url": base},
        },
        "servers": [{"url": f"{base}/api/v1"}],
        "tags": [{"name": "sociale-ondernemingen"}],
        "paths": {
            path: get(
                "lijst", "Alle ondernemingen", [town, *filters], {"application/json": {"schema": several}}
            ),
            path + ".csv": get(
                "csv",
                "Alle ondernemingen als CSV",
                [town, *filters],
                {"text/csv": {"schema": {"type": "string"}}},
            ),
            path + "/{id}": get(
                "een", "Eén onderneming", [town, slug], {"application/json": {"schema": one}}
            ),
        },
        "components": {
            "schemas": {
                "Onderneming": {"type": "object", "required": list(fields), "properties": fields},
                "Problem": {
                    "type": "object",
                    "properties": {
                        "type": {"type": "string"},
                        "status": {"type": "integer"},
                        "title": {"type": "string"},
                        "detail": {"type": "string"},
                    },
                },
            }
        },
    }


def _query(name: str, text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": text, "schema": schema}

"""Municipal single sign-on from the environment: OIDC_SERVER_URL, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


def single_sign_on(environment: Mapping[str, str]) -> dict[str, Any]:
    """allauth's setting for one OpenID Connect provider; empty when none is set up."""
    server = environment.get("OIDC_SERVER_URL", "")
    if not server:
        return {}
    return {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "gemeente",
                    "name": environment.get("OIDC_NAME") or "Gemeente",
                    "client_id": environment.get("OIDC_CLIENT_ID", ""),
                    "secret": environment.get("OIDC_CLIENT_SECRET", ""),
                    "settings": {"server_url": server},
                }
            ],
            "OAUTH_PKCE_ENABLED": True,
        }
    }


def sign_on_origins(environment: Mapping[str, str]) -> list[str]:
    """Where the log-in form may lead to: the provider, and OIDC_LOGIN_ORIGIN when its log-in page is elsewhere."""
    found = [environment.get("OIDC_SERVER_URL", ""), environment.get("OIDC_LOGIN_ORIGIN", "")]
    return [f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, found) if parts.netloc]

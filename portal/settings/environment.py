"""Reads and judges the production environment. Pure: no Django, so it can be tested and explained by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PLACEHOLDERS = ("change", "secret", "insecure", "example", "embedded-only", "replace")
OFF = {"", "0", "false", "no", "off", "nee"}


def switched_on(value: str | None) -> bool:
    """How a yes or no is read from the environment."""
    return (value or "").strip().lower() not in OFF


def listed(value: str | None) -> list[str]:
    """A comma separated list, without empty parts."""
    return [part.strip() for part in (value or "").split(",") if part.strip()]


@dataclass
class Environment:
    """What the environment says, and what is wrong with it."""

    values: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    def get(self, name: str) -> str:
        return (self.values.get(name) or "").strip()

    def wrong(self, name: str, why: str) -> None:
        self.problems.append(f"{name}: {why}")

    def message(self) -> str:
        """All problems in one text for whoever starts the program."""
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        return (
            f"Impactloket does not start: {len(self.problems)} setting(s) are missing or not safe.\n{lines}\n"
            "Each setting is explained in docs/operations.md."
        )


def judge(values: Mapping[str, str]) -> Environment:
    """Every problem at once, so that nobody mends a configuration one start at a time."""
    env = Environment(values)
    _secret(env)
    _switches(env)
    _hosts(env)
    _databases(env)
    _services(env)
    _mail(env)
    _uploads(env)
    return env


def _secret(env: Environment) -> None:
    key = env.get("SECRET_KEY")
    if not key:
        env.wrong("SECRET_KEY", "is missing; make one of at least 50 random characters")
    elif len(key) < 50 or len(set(key)) < 10:
        env.wrong("SECRET_KEY", "is too short or too simple; use at least 50 random characters")
    elif any(word in key.lower() for word in PLACEHOLDERS):
        env.wrong("SECRET_KEY", "looks like an example; make a random one")


def _switches(env: Environment) -> None:
    if switched_on(env.get("DEBUG")):
        env.wrong("DEBUG", "must be off: it shows settings and data to visitors")
    if switched_on(env.get("IMPACTLOKET_DEMO")):
        env.wrong("IMPACTLOKET_DEMO", "must be off: it logs in anyone by one button")
    if env.get("STAFF_MFA_REQUIRED") and not switched_on(env.get("STAFF_MFA_REQUIRED")):
        env.wrong("STAFF_MFA_REQUIRED", "must stay on: staff see personal data")
    if env.get("SECURE_SSL_REDIRECT") and not switched_on(env.get("SECURE_SSL_REDIRECT")):
        env.wrong("SECURE_SSL_REDIRECT", "must stay on: log-ins may not go over http")


def _hosts(env: Environment) -> None:
    hosts = listed(env.get("ALLOWED_HOSTS"))
    if not hosts:
        env.wrong("ALLOWED_HOSTS", "is missing; name the host names of this site, separated by commas")
    elif any("*" in host for host in hosts):
        env.wrong("ALLOWED_HOSTS", "may not hold *; name the host names of this site")
    base = env.get("SITE_URL")
    if not base:
        env.wrong("SITE_URL", "is missing; the address in mails, such as https://loket.gemeente.nl")
    elif urlsplit(base).scheme != "https":
        env.wrong("SITE_URL", "must start with https://")
    elif hosts and not any("*" in host for host in hosts) and urlsplit(base).hostname not in hosts:
        env.wrong("SITE_URL", "its host is not one of ALLOWED_HOSTS")
    for origin in listed(env.get("CSRF_TRUSTED_ORIGINS")):
        if urlsplit(origin).scheme != "https" or "*" in origin:
            env.wrong("CSRF_TRUSTED_ORIGINS", f"{origin} must start with https:// and hold no *")
    oidc = env.get("OIDC_SERVER_URL")
    if oidc and urlsplit(oidc).scheme != "https":
        env.wrong("OIDC_SERVER_URL", "must start with https://")
    if oidc and not (env.get("OIDC_CLIENT_ID") and env.get("OIDC_CLIENT_SECRET")):
        env.wrong("OIDC_CLIENT_ID, OIDC_CLIENT_SECRET", "are missing while OIDC_SERVER_URL is set")


def _databases(env: Environment) -> None:
    urls = {name: env.get(name) for name in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    for name, url in urls.items():
        if name == "DATABASE_OWNER_URL" and not url and env.get("DATABASE_ROLE") != "owner":
            continue  # only migrations need it; web and workers are better off without
        if not url:
            env.wrong(name, "is missing; postgres://role:password@host:5432/database")
        elif urlsplit(url).scheme not in {"postgres", "postgresql"}:
            env.wrong(name, "must be PostgreSQL (postgres://…); nothing else has row-level security")
        elif not urlsplit(url).username:
            env.wrong(name, "names no role")
    app, owner = (_user(url) for url in urls.values())
    if app and app == owner:
        env.wrong(
            "DATABASE_URL", "has the same role as DATABASE_OWNER_URL; row-level security binds no owner"
        )
    if app in {"postgres", "impactloket_owner"}:
        env.wrong("DATABASE_URL", f"role {app} owns tables or is a superuser; use the application's own role")


def _user(url: str) -> str:
    return urlsplit(url).username or ""


def _services(env: Environment) -> None:
    for name, schemes in {
        "CELERY_BROKER_URL": ("redis", "rediss", "amqps"),
        "CACHE_URL": ("redis", "rediss"),
    }.items():
        url = env.get(name)
        if not url:
            env.wrong(name, f"is missing; {schemes[0]}://host:6379/0")
        elif urlsplit(url).scheme not in schemes:
            env.wrong(name, f"must start with one of {', '.join(f'{scheme}://' for scheme in schemes)}")


def _mail(env: Environment) -> None:
    if not env.get("EMAIL_HOST"):
        env.wrong("EMAIL_HOST", "is missing; log-in links and notices go by mail")
    if switched_on(env.get("EMAIL_USE_TLS") or "1") is False and not switched_on(env.get("EMAIL_USE_SSL")):
        env.wrong("EMAIL_USE_TLS", "must stay on (or EMAIL_USE_SSL): mails hold log-in links")
    sender = env.get("DEFAULT_FROM_EMAIL")
    if not sender or "@" not in sender:
        env.wrong("DEFAULT_FROM_EMAIL", "is missing; the address mails come from")
    elif ".example" in sender or "@example." in sender:
        env.wrong("DEFAULT_FROM_EMAIL", "is the address of the example; use one of your own")
    inbox = env.get("INBOX_URL")
    if inbox and urlsplit(inbox).scheme not in {"imaps", "maildir", "mbox"}:
        env.wrong("INBOX_URL", "must start with imaps://, maildir:// or mbox://; mail comes in encrypted")
    if inbox and not env.get("INBOX_DOMAIN"):
        env.wrong(
            "INBOX_DOMAIN", "is missing while INBOX_URL is set; the domain of the addresses of case files"
        )


def _uploads(env: Environment) -> None:
    if not env.get("S3_BUCKET") and not env.get("MEDIA_ROOT"):
        env.wrong("S3_BUCKET or MEDIA_ROOT", "is missing; where uploads are kept")
    if env.get("S3_ENDPOINT_URL") and urlsplit(env.get("S3_ENDPOINT_URL")).scheme != "https":
        env.wrong("S3_ENDPOINT_URL", "must start with https://")

"""Health for load balancers and orchestrators: `/gezondheid/live` (the process answers) and `/gezondheid/ready`."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache

from portal.kernel.permissions import public

_migrated = False


@public("a load balancer asks whether the process answers")
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; asks nothing of others, so a database that is away does not restart every process."""
    return JsonResponse({"status": "ok"})


@public("a load balancer asks whether requests may be sent here")
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Database, migrations and broker; 503 with what is wrong. Names no addresses and no versions."""
    checks: dict[str, Callable[[], bool]] = {
        "database": _database,
        "migrations": _migrations,
        "broker": _broker,
    }
    result = {name: _works(check) for name, check in checks.items()}
    good = all(result.values())
    body = {
        "status": "ok" if good else "error",
        "checks": {k: "ok" if v else "error" for k, v in result.items()},
    }
    return JsonResponse(body, status=200 if good else 503)


def _works(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever a broken service throws, the answer is the same: not ready
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _migrations() -> bool:
    """Asked until it is so; after that it stays so for this process."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _broker() -> bool:
    from portal.celery import app

    if str(settings.CELERY_BROKER_URL).startswith(("memory:", "filesystem:")):
        return True
    with app.connection_for_write(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
        return True


urlpatterns = [
    path("gezondheid/live", live, name="health_live"),
    path("gezondheid/ready", ready, name="health_ready"),
]

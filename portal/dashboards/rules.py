"""Who sees the dashboards: aggregates only, so every member of staff."""

from portal.kernel.permissions import declare
from portal.kernel.rules import NOT_STAFF, is_staff

declare("dashboards.view", (is_staff, NOT_STAFF))

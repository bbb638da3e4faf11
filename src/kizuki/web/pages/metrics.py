"""Numbers for a machine that watches the installation (Prometheus), for who has the token that the installation names."""

from __future__ import annotations

import hmac
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector, CollectorRegistry

from kizuki.store.queries.health import alarms
from kizuki.store.queries.metrics import Measured, measured
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from kizuki.web.counted import REGISTRY


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers; there is no such page where no token is named, and 401 without it."""
    if not settings.METRICS_TOKEN:
        raise Http404
    told = request.headers.get("Authorization", "").encode()
    if not hmac.compare_digest(told, f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"}, content_type="text/plain")
    registry = CollectorRegistry()
    registry.register(_Installation(measured(PROGRAM), len(alarms(PROGRAM, clock.now()))))
    return HttpResponse(generate_latest(registry) + generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


class _Installation(Collector):
    """What was measured once, as families of Prometheus."""

    def __init__(self, found: Measured, alarms_now: int) -> None:
        self._found, self._alarms = found, alarms_now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One family for each number."""
        found = self._found
        yield GaugeMetricFamily("kizuki_alarms", "What does not work now (/readyz names it).", self._alarms)
        yield GaugeMetricFamily("kizuki_work_waiting", "Tasks that wait for a worker.", found.waiting)
        yield GaugeMetricFamily("kizuki_work_failed", "Tasks that failed for the last time.", found.failed)
        yield GaugeMetricFamily("kizuki_reminders_waiting", "Mails that no server took yet.", found.reminders_waiting)
        if found.heartbeat_age is not None:
            yield GaugeMetricFamily(
                "kizuki_worker_heartbeat_age_seconds", "Since the newest sign of any worker.", found.heartbeat_age
            )
        feeds = GaugeMetricFamily(
            "kizuki_feed_last_success_timestamp_seconds", "Of each feed in use; 0: never.", labels=("feed",)
        )
        for code, at in found.feeds.items():
            feeds.add_metric((code,), 0 if at is None else at.timestamp())
        yield feeds

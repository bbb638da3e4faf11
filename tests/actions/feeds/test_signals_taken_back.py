"""What its asserter takes back is kept as an event, and what rested on it is looked at again; it is never a clearance."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from kizuki.actions.assessments.reevaluate_assessments import reevaluate_assessments
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.feeds.keep_exploit_predictions import keep_exploit_predictions
from kizuki.actions.feeds.keep_known_exploited import keep_known_exploited
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Advisory, AssessmentDifference, CveSignal, OutboxTask, SignalEvent
from kizuki.store.queries.signals import beside_of, signals_told
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.findings.test_watching import _pump_with, advisory, library
from tests.actions.test_watching_shared import judged_finding
from tests.record import TESTER

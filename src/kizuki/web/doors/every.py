"""Every door by what it is about and its name."""

from __future__ import annotations

from collections.abc import Mapping

from kizuki.web.doors import (
    ends,
    of_campaign,
    of_case,
    of_company,
    of_device,
    of_disclosure,
    of_duty,
    of_finders,
    of_hospital,
    of_incident,
    of_information,
    of_jobs,
    of_late_period,
    of_letter,
    of_measure,
    of_patch,
    of_people,
    of_period,
    of_profile,
    of_release,
    of_retention,
    of_sheets,
    of_sources,
    of_training,
    of_trends,
    of_twice,
    of_vulnerability,
    of_watch,
    sending,
    signing,
)
from kizuki.web.doors.door import Door
from kizuki.web.doors.intake import RECEIVE
from kizuki.web.doors.interview import ANSWER
from kizuki.web.doors.of_alarms import SET_LIMITS
from kizuki.web.doors.of_me import SET_PASSWORD
from kizuki.web.doors.of_milestones import NOTICE
from kizuki.web.doors.of_playbook import EDIT_PLAYBOOK
from kizuki.web.doors.of_precautions import RECORD_PRECAUTION
from kizuki.web.doors.of_told_hospital import NAME_HOSPITAL
from kizuki.web.doors.opening import OPEN_CASE

DOORS: Mapping[tuple[str, str], Door] = {
    (door.kind, door.name): door
    for door in (
        RECEIVE,
        *of_information.DOORS,
        NAME_HOSPITAL,
        of_finders.IMPORT,
        of_finders.SET_DESK,
        of_finders.ACKNOWLEDGE,
        SET_LIMITS,
        ANSWER,
        *ends.DOORS,
        *signing.DOORS,
        *sending.DOORS,
        *of_case.DOORS,
        *of_measure.DOORS,
        *of_letter.OF_MEASURE,
        *of_letter.OF_LETTER,
        *of_disclosure.DOORS,
        *of_incident.DOORS,
        of_campaign.OPEN_CAMPAIGN,
        OPEN_CASE,
        *of_company.DOORS,
        *of_people.OF_COMPANY,
        *of_people.OF_PERSON,
        SET_PASSWORD,
        of_device.REGISTER_DEVICE,
        *of_device.DOORS,
        RECORD_PRECAUTION,
        of_profile.SCORING_PROFILE,
        *of_patch.DOORS,
        *of_vulnerability.DOORS,
        *of_release.DOORS,
        of_profile.REGISTER_HOSPITAL,
        *of_profile.OF_HOSPITAL,
        *of_hospital.DOORS,
        *of_sheets.DOORS,
        *of_training.DOORS,
        *of_sources.DOORS,
        *of_retention.ON_DEVICE,
        *of_retention.OF_RETENTION,
        *of_watch.OF_RUNS,
        *of_jobs.DOORS,
        of_watch.WITHDRAW_ALIAS,
        *of_twice.OF_TWICE,
        EDIT_PLAYBOOK,
        *of_duty.DOORS,
        *of_trends.DOORS,
        NOTICE,
        *of_period.DOORS,
        *of_late_period.DOORS,
    )
}
"""A door stands here, or leads nowhere."""

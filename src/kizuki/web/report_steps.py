"""From the form of a step to its verb."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from kizuki.actions.reports.approve_report import approve_report
from kizuki.actions.reports.pull_back import pull_back
from kizuki.actions.reports.record_receipt import Answered, record_receipt
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.review_report import review_report
from kizuki.actions.reports.send_back import send_back
from kizuki.actions.reports.sending import Sending
from kizuki.actions.reports.submit_report import submit_report, submit_unapproved
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.web.proof import password_in
from kizuki.web.proofs import file_of, proof_of
from kizuki.web.typed import day_of

VERBS = {
    "request_review": "request_review",
    "review": "review_report",
    "approve": "approve_report",
    "approve_afterwards": "approve_report",
    "submit": "submit_report",
    "submit_unapproved": "submit_unapproved",
    "record_receipt": "record_receipt",
    "send_back": "send_back",
    "pull_back": "pull_back",
}
"""The verb behind each form, in the order in which the page shows them."""


def act(step: str, report_id: int, request: HttpRequest, person: int, on: date) -> None:
    """Run the verb of the step with what the form says. `Refused` as the verb refuses, or where a box is unreadable."""
    post = request.POST
    actor, comment = Actor.user(person), post.get("comment", "").strip()
    signed = {"read_sha256": post.get("sha256", ""), "password": password_in(post), "comment": comment}
    if step == "request_review":
        request_review(report_id, comment, on=on, actor=actor)
    elif step == "review":
        review_report(report_id, **signed, on=on, actor=actor)
    elif step in ("approve", "approve_afterwards"):
        approve_report(report_id, **signed, on=on, actor=actor)
    elif step == "send_back":
        send_back(report_id, "in_review" if post.get("to") == "in_review" else "draft", comment, on=on, actor=actor)
    elif step == "pull_back":
        pull_back(report_id, comment, on=on, actor=actor)
    elif step == "submit":
        submit_report(report_id, _sending(request), on=on, actor=actor)
    elif step == "submit_unapproved":
        password = password_in(post)
        submit_unapproved(report_id, _sending(request), password=password, comment=comment, on=on, actor=actor)
    elif step == "record_receipt":
        record_receipt(report_id, _answered(request), on=on, actor=actor)
    else:
        raise Refused("step", f"{step!r} is not a step of a report")


def _sending(request: HttpRequest) -> Sending:
    post, sent_on = request.POST, day_of(request.POST, "sent_on")
    return Sending(post.get("way", ""), sent_on, post.get("sha256", ""), proof_of(request, sent_on))


def _answered(request: HttpRequest) -> Answered:
    post = request.POST
    document, media_type = file_of(request, "answer")
    return Answered(
        accepted=post.get("accepted") == "yes",
        received_on=day_of(post, "received_on"),
        receipt_year=post.get("receipt_year", ""),
        receipt_number=post.get("receipt_number", ""),
        registration_no=post.get("registration_no", ""),
        identification_no=post.get("identification_no", ""),
        message=post.get("message", ""),
        document=document,
        media_type=media_type or "application/json",
    )

"""Every page stands in a section of the head, so that a person sees where they are."""

from __future__ import annotations

import pytest

from kizuki.web.frame import frame_sections
from kizuki.web.urls import urlpatterns

OF_NO_SECTION = {
    # Before anybody is signed in, and a person's own.
    *(
        "sign-in",
        "sign-in-code",
        "my-second-factor",
        "my-sessions",
        "sign-out",
        "first-run",
        "access",
        "language",
        "me",
        "my-tokens",
        "search",
        "door",
        "finder-report",
    ),
    # No pages: files, and answers to machines.
    *(
        "attach",
        "document-file",
        "document-picture",
        "assessment-pdf",
        "report-pdf",
        "period-report-pdf",
        "decision-pdf",
        "register-pdf",
        "register-xlsx",
        "statement",
        "calendar",
        "letter-pdf",
        "letter-html",
        "sent-sheet",
        "form-drafts",
    ),
    *("healthz", "readyz", "metrics", "security-txt"),
    # What a hospital opens by its link.
    *("hospital-information", "hospital-vex", "hospital-sbom", "hospital-letter", "hospital-statement"),
}
PAGES = sorted({one.name for one in urlpatterns if getattr(one, "name", None)} - OF_NO_SECTION)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_section_and_no_other(name: str) -> None:
    assert [section.words for section in frame_sections(name, "ja") if section.here] != []
    assert len([section for section in frame_sections(name, "ja") if section.here]) == 1

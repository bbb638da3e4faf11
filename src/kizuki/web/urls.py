"""Which page stands at which path."""

from django.urls import path

from kizuki.web.pages import (
    attachment,
    case,
    decision,
    device,
    findings,
    home,
    incidents,
    information,
    information_page,
    language,
    propose,
    register,
    report,
    report_pdf,
    sign_in,
    spread,
    triage,
    unmatchable,
    work,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("language", language.switch_language, name="language"),
    path("findings", findings.findings_list, name="findings"),
    path("findings/triage", triage.triage, name="triage"),
    path("findings/<int:match_id>-<int:release_id>", findings.finding, name="finding"),
    path("spread", spread.spread_of, name="spread"),
    path("unmatchable", unmatchable.unmatchable, name="unmatchable"),
    path("cases/<int:case_id>", case.case, name="case"),
    path("cases/<int:case_id>/reports/<int:report_id>", report.report, name="report"),
    path("cases/<int:case_id>/reports/<int:report_id>.pdf", report_pdf.report_pdf, name="report-pdf"),
    path("cases/<int:case_id>/no-report", propose.propose, name="propose"),
    path("register", register.register, name="register"),
    path("register/<int:decision_id>", decision.decision, name="decision"),
    path("work", work.work, name="work"),
    path("information", information.information, name="information"),
    path("information/<int:information_id>", information_page.information_view, name="information-page"),
    path("incidents", incidents.incidents, name="incidents"),
    path("incidents/<int:incident_id>", incidents.incident, name="incident"),
    path("devices/<int:device_id>", device.device, name="device"),
    path("cases/<int:case_id>/attachments", attachment.attach, name="attach"),
    path("cases/<int:case_id>/attachments/<int:attachment_id>", attachment.download, name="attachment"),
]

handler403 = "kizuki.web.pages.errors.forbidden"
handler404 = "kizuki.web.pages.errors.not_found"
handler500 = "kizuki.web.pages.errors.failed"

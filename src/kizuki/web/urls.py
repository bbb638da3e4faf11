"""Which page stands at which path."""

from django.urls import path

from kizuki.web.pages import assessment, assessments, case, desk, hazards, home, language, report, severity, sign_in

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("language", language.switch_language, name="language"),
    path("cases/<int:case_id>", case.case, name="case"),
    path("cases/<int:case_id>/reports/<int:report_id>.pdf", report.report_pdf, name="report"),
    path("devices/<int:device_id>/assessments", assessments.assessments, name="device-assessments"),
    path("devices/<int:device_id>/assess", assessments.start, name="start-assessment"),
    path("devices/<int:device_id>/assessments/<str:advisory>", desk.desk, name="desk"),
    path("devices/<int:device_id>/assessments/<str:advisory>/hazards", hazards.hazards, name="hazards"),
    path("devices/<int:device_id>/assessments/<str:advisory>/<int:number>", assessment.assessment, name="assessment"),
    path(
        "devices/<int:device_id>/assessments/<str:advisory>/<int:number>.pdf",
        assessment.assessment_pdf,
        name="assessment-pdf",
    ),
    path("severity", severity.severity, name="severity"),
]

handler403 = "kizuki.web.pages.errors.forbidden"
handler404 = "kizuki.web.pages.errors.not_found"
handler500 = "kizuki.web.pages.errors.failed"

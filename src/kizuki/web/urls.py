"""Which page stands at which path."""

from django.urls import path

from kizuki.web.pages import attachment, case, home, language, report, sign_in

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("language", language.switch_language, name="language"),
    path("cases/<int:case_id>", case.case, name="case"),
    path("cases/<int:case_id>/attachments", attachment.attach, name="attach"),
    path("cases/<int:case_id>/attachments/<int:attachment_id>", attachment.download, name="attachment"),
    path("cases/<int:case_id>/reports/<int:report_id>.pdf", report.report_pdf, name="report"),
]

handler403 = "kizuki.web.pages.errors.forbidden"
handler404 = "kizuki.web.pages.errors.not_found"
handler500 = "kizuki.web.pages.errors.failed"

"""The addresses of concerns, below `/inne/bekymringer/`."""

from __future__ import annotations

from django.urls import path, register_converter

from motvekt.concerns import (
    closing_views,
    consent_views,
    report_views,
    sent_views,
    step_urls,
    views,
    writing_views,
)
from motvekt.concerns.report_about import Asked


class AskedConverter:
    """A page of a report, by its word in the address."""

    regex = "|".join(asked.value for asked in Asked)

    def to_python(self, value: str) -> Asked:
        return Asked(value)

    def to_url(self, value: Asked | str) -> str:
        return str(value)


register_converter(AskedConverter, "asked")

app_name = "concerns"
urlpatterns = [
    path("", views.listed, name="list"),
    path("ny/", writing_views.new, name="new"),
    path("uten-ansvarlig/", closing_views.orphaned, name="orphaned"),
    path("uten-ansvarlig/<uuid:dossier>/", closing_views.hand_on, name="hand_on"),
    path("<uuid:dossier>/", writing_views.concern, name="concern"),
    path("<uuid:dossier>/kladd/", writing_views.draft, name="draft"),
    path("<uuid:dossier>/avslutt/", closing_views.close, name="close"),
    path("<uuid:dossier>/gjenstar/", closing_views.rest_done, name="rest_done"),
    path("<uuid:dossier>/apne/", closing_views.reopen, name="reopen"),
    *step_urls.urlpatterns,
    path("<uuid:dossier>/meld/", report_views.report, name="report"),
    path("<uuid:dossier>/meld/<uuid:report>/<asked:asked>/", report_views.page, name="report_page"),
    path("<uuid:dossier>/meldt/<uuid:report>/", sent_views.sent, name="sent"),
    path("<uuid:dossier>/meldt/<uuid:report>/igjen/", sent_views.again, name="again"),
    path("<uuid:dossier>/meldt/<uuid:report>/kvittering/", sent_views.receipt, name="receipt"),
    path("<uuid:dossier>/meldt/<uuid:report>/med-navn/", sent_views.named, name="named"),
    path("<uuid:dossier>/meldt/<uuid:report>/melding.pdf", sent_views.report_pdf, name="report_pdf"),
    path("<uuid:dossier>/meldt/<uuid:report>/levert/<uuid:unit>/", sent_views.taken, name="taken"),
    path("<uuid:dossier>/meldt/<uuid:report>/barnevern/<uuid:unit>.json", sent_views.national, name="national"),
    path("<uuid:dossier>/samtykke/", consent_views.consents, name="consents"),
    path("<uuid:dossier>/samtykke/<uuid:consent>/trekk/", consent_views.withdraw, name="withdraw_consent"),
    path("<uuid:dossier>/utskrift/", sent_views.concern_paper, name="paper"),
    path("<uuid:dossier>/utskrift.pdf", sent_views.concern_pdf, name="print"),
]

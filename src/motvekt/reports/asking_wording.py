"""What a request can be for, in bokmål: marked here, and translated where it is shown."""

from __future__ import annotations

from collections.abc import Mapping

from motvekt.kernel.words import gettext_noop as _
from motvekt.reports.kinds import RequestKind

ABOUT: Mapping[RequestKind, str] = {
    RequestKind.COURSE: _("Kurs eller foredrag"),
    RequestKind.MATERIAL: _("Undervisningsmateriell"),
    RequestKind.PARENTS_GUIDE: _("Foreldreveilederen"),
}
ABOUT_HELP: Mapping[RequestKind, str] = {
    RequestKind.COURSE: _("For ansatte, frivillige eller foreldre."),
    RequestKind.MATERIAL: _("Opplegg og hefter til klassen eller gruppa."),
    RequestKind.PARENTS_GUIDE: _("Finnes på flere språk."),
}

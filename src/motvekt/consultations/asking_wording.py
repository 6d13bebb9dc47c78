"""What the public pages say of choices, in bokmål; in the visitor's language where it is shown."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from motvekt.consultations.kinds import Wish
from motvekt.kernel.decision import no
from motvekt.kernel.words import gettext_noop

WISHES: Mapping[Wish, tuple[str | Promise, str | Promise]] = {
    Wish.WRITE: (_("Svar her"), _("Du leser svaret med kvitteringen, og kan skrive mer.")),
    Wish.CALL: (_("Ring meg"), _("Da må du skrive et nummer. Bruk et som du er trygg på.")),
    Wish.MEETING: (_("Møt meg"), _("Dere avtaler sted og tid. Du kan fortsatt la være å si hva du heter.")),
}
"""How to go on, and what that means."""

TOO_MUCH = no(
    "too_much",
    gettext_noop(
        "Det er mer tekst enn det går an å sende på én gang. Gå tilbake, så står det du skrev der fortsatt. Kort det "
        "ned, og send resten etterpå."
    ),
)
CHOOSE = no("no_desk_chosen", gettext_noop("Velg hvem du vil spørre."))
GONE = no(
    "desk_gone",
    gettext_noop(
        "Mottaket du valgte, tar ikke imot lenger. Det du har skrevet, er ikke sendt. Velg et annet, eller ring."
    ),
)
OLD = no(
    "form_too_old",
    gettext_noop(
        "Siden har ligget for lenge, eller den er fra et annet sted. Det du har skrevet, er ikke sendt og står her "
        "fortsatt. Velg på nytt, så får du en ny kvittering."
    ),
)
SIXTEEN = no("not_sixteen_digits", gettext_noop("Kvitteringen har 16 sifre. Se over det du skrev, og prøv igjen."))
LONG_AGO = no(
    "talk_too_old", gettext_noop("Siden har ligget for lenge. Skriv kvitteringen på nytt, så åpner samtalen seg igjen.")
)

"""Why somebody didn't come in by their employer's sign-on: each with words for them."""

from __future__ import annotations

from motvekt.kernel.decision import Decision, no
from motvekt.kernel.words import gettext_noop as _


class SignOnFailed(Exception):
    """The sign-on came to nothing. The decision has the words; `why` is for tests and says nothing of a person."""

    def __init__(self, decision: Decision, why: str = "") -> None:
        super().__init__(f"{decision.code}: {why}" if why else decision.code)
        self.decision = decision
        self.why = why


AGAIN = no("begin_again", _("Innloggingen ble avbrutt eller tok for lang tid. Begynn på nytt."))
CANCELLED = no("cancelled", _("Du avbrøt innloggingen, eller innloggingstjenesten slapp deg ikke inn. Prøv igjen."))
DOWN = no(
    "provider_down", _("Innloggingstjenesten svarer ikke nå. Vent litt og prøv igjen, eller logg inn på en annen måte.")
)
NOT_SET_UP = no(
    "not_set_up", _("Innloggingstjenesten og Motvekt forstår ikke hverandre. Si fra til den som drifter Motvekt.")
)
NOT_BELIEVED = no(
    "not_believed",
    _("Svaret fra innloggingstjenesten kunne ikke kontrolleres. Prøv igjen, og si fra hvis det skjer på nytt."),
)
TOO_WEAK = no(
    "too_weak",
    _("Du må logge inn på en sikrere måte hos innloggingstjenesten. Prøv igjen, og velg en sterkere innlogging."),
)
TOO_OLD = no("too_old", _("Innloggingstjenesten spurte deg ikke på nytt. Logg ut der, og prøv igjen."))
CLOSED = no("account_closed", _("Kontoen din er stengt. Spør en administrator."))
ADDRESS_TAKEN = no(
    "address_taken",
    _(
        "Det finnes en konto med e-postadressen din fra før. Logg inn på den slik du pleier, og koble innloggingen til "
        "den fra siden din. Er kontoen ikke din, må en administrator rette adressen eller invitere deg."
    ),
)
OTHERS = no("linked_to_another", _("Denne innloggingen hører til en annen konto. Spør en administrator."))
ANOTHER = no("another_person", _("Du logget inn som en annen hos innloggingstjenesten. Prøv igjen med din egen konto."))
TWO_FACTORS = no("two_factors_first", _("Logg inn med to trinn først. Da kan du koble en innlogging til kontoen."))
ELSEWHERE = no("another_host", _("Åpne Motvekt på nettadressen til området ditt, og logg inn der."))

OF_THE_PROVIDER = {
    "access_denied": CANCELLED,
    "login_required": CANCELLED,
    "interaction_required": CANCELLED,
    "consent_required": CANCELLED,
    "account_selection_required": CANCELLED,
    "unmet_authentication_requirements": TOO_WEAK,
    "temporarily_unavailable": DOWN,
    "server_error": DOWN,
}
"""What a provider answers instead of signing somebody in. Every other error is for those who set it up."""

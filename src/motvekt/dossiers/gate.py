"""The sharing gate: facts in, a decision out, with every reason why not. Pure.

`decide` answers whether something may be shared now; `holds` whether what was shared may be seen on a day. Both read
the bases of the edition in force that day, so that a basis that is gone opens nothing. A missing fact denies.

Duties to avert and to report stand among the bases like the others: they are open to whoever they bind, and ask for no
one's leave. 112 is no sharing and never comes here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from motvekt.dossiers.facts import Consent, Party, Sharing
from motvekt.guide.kinds import AgencyKind
from motvekt.guide.schema import LegalBasis
from motvekt.kernel.decision import YES, Decision, no
from motvekt.kernel.words import gettext_noop as _

CONSENTS_FROM = 15
"""The age from which somebody consents for themselves. By practice only; an organisation may set another."""
CONSENTS_FROM_BY_LAW: Mapping[AgencyKind, int] = {
    AgencyKind.HEALTH_CARE: 16,  # pasient- og brukerrettighetsloven § 4-3
    AgencyKind.CHILD_WELFARE: 15,  # barnevernsloven: party at 15
}


@dataclass(frozen=True)
class Answer:
    """The gate's answer: yes where there is no reason why not."""

    reasons: tuple[Decision, ...]

    @property
    def allowed(self) -> bool:
        return not self.reasons

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(reason.code for reason in self.reasons)


Check = Callable[[Sharing, LegalBasis, date], Decision]


def decide(sharing: Sharing, bases: Iterable[LegalBasis], today: date) -> Answer:
    """Whether this may be shared today, with every reason why not."""
    basis = _named(sharing.basis, bases)
    if basis is None:
        return Answer((UNKNOWN_BASIS,))
    return _asked((*OF_THE_LAW, *OF_THE_DECIDER), sharing, basis, today)


def holds(sharing: Sharing, bases: Iterable[LegalBasis], today: date) -> Answer:
    """Whether what was shared may be seen today: it has begun and not ended, and its basis is in force this very day.

    What the decider stood for when it was shared is not asked again: the questions are that edition's.
    """
    basis = _named(sharing.basis, bases)
    if basis is None:
        return Answer((UNKNOWN_BASIS,))
    return _asked((_within_its_time, *OF_THE_LAW), sharing, basis, today)


def is_open_between(sharing: Sharing, basis: LegalBasis, today: date) -> bool:
    """Whether the law lets this be seen, as far as the two parties and what is shared decide it: consent set apart."""
    return bool(_asked((*OF_THE_PARTIES, _says_not_who), sharing, basis, today))


def lives_from_consent(basis: LegalBasis) -> bool:
    """Whether a basis opens nothing without a consent in force."""
    return "named_in_consent" in basis.recipients


@dataclass(frozen=True)
class Offer:
    """A basis, and whether it is open between these two; what only the decider can answer is not asked yet."""

    basis: LegalBasis
    answer: Answer


def offers(sharing: Sharing, bases: Sequence[LegalBasis], today: date) -> list[Offer]:
    """Every basis in the edition's order, open or with the reasons why not. `sharing.basis` is passed over."""
    return [Offer(basis, _asked(OF_THE_PARTIES, sharing, basis, today)) for basis in bases]


def _named(basis_id: str, bases: Iterable[LegalBasis]) -> LegalBasis | None:
    return next((basis for basis in bases if basis.id == basis_id), None)


def _asked(checks: Iterable[Check], sharing: Sharing, basis: LegalBasis, today: date) -> Answer:
    decisions = (check(sharing, basis, today) for check in checks)
    return Answer(tuple(decision for decision in decisions if not decision))


UNKNOWN_BASIS = no("unknown_basis", _("Hjemmelen finnes ikke i veilederen som gjelder i dag. Velg en annen."))


def _is_offered(sharing: Sharing, basis: LegalBasis, today: date) -> Decision:
    if basis.offered and basis.in_force is not None:
        return YES
    return no("not_offered", _("Hjemmelen står i den trykte veilederen, men kan ikke brukes i dag. Velg en annen."))


def _is_the_senders(sharing: Sharing, basis: LegalBasis, today: date) -> Decision:
    """«All» are those with a public task or a duty; private persons have a line of their own."""
    agency = sharing.sender.agency
    if agency in basis.senders or ("all" in basis.senders and agency != "private"):
        return YES
    return no("not_your_law", _("Hjemmelen gjelder andre tjenester enn din. Velg en som gjelder der du jobber."))


def _fits_how_it_was_learnt(sharing: Sharing, basis: LegalBasis, today: date) -> Decision:
    """What was learnt as health personnel is under their own law: a basis for many services doesn't open it."""
    if sharing.sender.agency != AgencyKind.HEALTH_CARE:
        return YES
    own = basis.as_health_personnel or list(basis.senders) == [AgencyKind.HEALTH_CARE]
    if sharing.as_health_personnel is None:
        return no("not_answered", _("Svar først: Fikk du vite dette som helsepersonell?"))
    if sharing.as_health_personnel and not own and "all" not in basis.senders:
        return no(
            "learnt_as_health_personnel",
            _("Du fikk vite det som helsepersonell. Da gjelder helsepersonelloven. Velg en hjemmel derfra."),
        )
    if not sharing.as_health_personnel and basis.as_health_personnel:
        return no(
            "not_learnt_as_health_personnel",
            _("Hjemmelen gjelder det du får vite som helsepersonell. Velg en som gjelder resten av arbeidet ditt."),
        )
    return YES


def _may_go_there(sharing: Sharing, basis: LegalBasis, today: date) -> Decision:
    if any(_is(recipient, sharing.sender, sharing.recipient) for recipient in basis.recipients):
        return YES
    return no("not_this_recipient", _("Hjemmelen lar deg ikke dele med denne mottakeren. Velg en annen hjemmel."))


def _is(recipient: str, sender: Party, to: Party) -> bool:
    """Whether the recipient is what the basis calls so. Whether a consent names it is asked on its own."""
    match recipient:
        case "own_body":
            return to.body == sender.body and to.is_public
        case "public_body":
            return to.is_public
        case "routine":
            return to.has_task
        case "supervisory_body" | "fire":
            return recipient in to.special
        case "named_in_consent" | "whoever_can_avert" | "whoever_is_needed":
            return True
        case _:
            return to.agency == recipient


def _is_consented(sharing: Sharing, basis: LegalBasis, today: date) -> Decision:
    """A basis that lives from consent needs one in force today that covers this, by those who can give it today."""
    if not lives_from_consent(basis):
        return YES
    covering = [consent for consent in sharing.consents if _covers(consent, sharing)]
    if not covering:
        return no("no_consent", _("Ingen har samtykket til at denne mottakeren får vite det til dette formålet."))
    in_force = [consent for consent in covering if consent.holds(today)]
    if not in_force:
        return no("consent_ended", _("Samtykket gjelder ikke lenger. Spør på nytt, eller velg en annen hjemmel."))
    if any(_given_by_those_who_can(consent, sharing, today) for consent in in_force):
        return YES
    return no(
        "consent_not_theirs_to_give",
        _("Samtykket er ikke fra alle som må gi det. Under aldersgrensen må alle med foreldreansvar samtykke."),
    )


def _covers(consent: Consent, sharing: Sharing) -> bool:
    return (
        consent.sender == sharing.sender.unit
        and sharing.recipient.unit in consent.recipients
        and consent.purpose == sharing.purpose
    )


def _given_by_those_who_can(consent: Consent, sharing: Sharing, today: date) -> bool:
    """Below the age it takes all guardians, from it on the person; where the age is unknown it takes both."""
    least, most = sharing.person.ages(today)
    age = consents_from(sharing.sender)
    guardians = sharing.person.guardians
    by_guardians = bool(guardians) and guardians is not None and guardians <= consent.by_guardians
    return (most < age or consent.by_self) and (least >= age or by_guardians)


def consents_from(sender: Party) -> int:
    """The age from which somebody consents to what this sender tells."""
    return consents_from_of(sender.agency) if sender.agency != "private" else CONSENTS_FROM


def consents_from_of(agency: AgencyKind) -> int:
    """The age from which somebody consents to what such a service tells."""
    return CONSENTS_FROM_BY_LAW.get(agency, CONSENTS_FROM)


def _says_not_who(sharing: Sharing, basis: LegalBasis, today: date) -> Decision:
    if basis.without_identity and sharing.identifies:
        return no(
            "identifies",
            _("Teksten viser hvem det gjelder, eller lar noen gjette det. Ta det ut, eller velg en annen hjemmel."),
        )
    return YES


def _within_its_time(sharing: Sharing, basis: LegalBasis, today: date) -> Decision:
    ended = sharing.ended is not None and sharing.ended <= today
    if sharing.made_on <= today and not ended and (sharing.until is None or today <= sharing.until):
        return YES
    return no("has_ended", _("Delingen gjelder ikke i dag."))


def _is_necessary(sharing: Sharing, basis: LegalBasis, today: date) -> Decision:
    if sharing.is_necessary and sharing.purpose:
        return YES
    return no("not_necessary", _("Skriv hva det skal brukes til, og hvorfor mottakeren trenger det."))


def _is_attested(sharing: Sharing, basis: LegalBasis, today: date) -> Decision:
    if set(range(len(basis.attest))) <= sharing.attested:
        return YES
    return no("not_attested", _("Du må kunne stå for alt som hjemmelen krever. Kryss av det du kan stå for."))


def _is_told(sharing: Sharing, basis: LegalBasis, today: date) -> Decision:
    told = sharing.told
    if told.was or not sharing.identifies:
        return YES
    if told.was is None:
        return no("not_said_whether_told", _("Svar på om den det gjelder, har fått vite om delingen."))
    if told.has_reason and told.look_again is not None and told.look_again > today:
        return YES
    return no(
        "not_told_without_reason",
        _("Skriv hvorfor den det gjelder, ikke har fått vite det, og en dag da dere ser på det igjen."),
    )


def _ends_later(sharing: Sharing, basis: LegalBasis, today: date) -> Decision:
    if sharing.until is None or sharing.until >= today:
        return YES
    return no("ends_before_it_begins", _("Den siste dagen er alt forbi. Velg en senere dag."))


OF_THE_PARTIES: tuple[Check, ...] = (_is_offered, _is_the_senders, _fits_how_it_was_learnt, _may_go_there)
"""What the two and the law decide between them, before anybody has written a word."""
OF_THE_LAW: tuple[Check, ...] = (*OF_THE_PARTIES, _is_consented, _says_not_who)
"""What must hold on every day on which something is seen."""
OF_THE_DECIDER: tuple[Check, ...] = (_is_necessary, _is_attested, _is_told, _ends_later)
"""What whoever decides answers for, once."""

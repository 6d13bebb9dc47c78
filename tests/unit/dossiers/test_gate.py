"""The gate, held against the law's table as it is kept by hand, each reason planted alone, and any order of events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motvekt.dossiers.facts import (
    AgeBand,
    Consent,
    Party,
    Person,
    Sharing,
    Told,
    born_by_band,
    born_in_month_of,
)
from motvekt.dossiers.gate import consents_from, decide, holds, offers
from motvekt.guide.kinds import AgencyKind
from motvekt.guide.schema import LegalBasis
from tests.guides import guide_of

BASES = guide_of("asker-baerum").bases
NAMED = {basis.id: basis for basis in BASES}
TODAY = date(2026, 11, 25)
MUNICIPALITY, STATE = uuid4(), uuid4()


def party(agency: str, body: UUID = MUNICIPALITY, **changes: Any) -> Party:
    kind: Any = agency if agency == "private" else AgencyKind(agency)
    known = {"unit": uuid4(), "body": body, "agency": kind, "is_public": True, "has_task": True}
    return Party(**{**known, **changes})


def born(day: date, guardians: frozenset[UUID] | None = None) -> Person:
    """Somebody whose birth date is known to the day."""
    return Person(day, day, guardians)


def of_band(band: AgeBand, guardians: frozenset[UUID] | None = None) -> Person:
    """Somebody who is taken to be in a band today."""
    return Person(*born_by_band(band, TODAY), guardians)


SCHOOL = party("education")
POLICE = party("police", STATE)
CHILD_WELFARE = party("child_welfare")
SLT = party("slt")
CLUB = party("voluntary", uuid4(), is_public=False, has_task=False)
NEIGHBOUR = party("private", uuid4(), is_public=False, has_task=False)
FIRE = party("culture_leisure", uuid4(), has_task=False, special=frozenset({"fire"}))
MOTHER, FATHER = uuid4(), uuid4()
ADULT = born(date(1990, 1, 1), guardians=frozenset())


def wish(basis: str, sender: Party = SCHOOL, recipient: Party = POLICE, **changes: Any) -> Sharing:
    """A wish that says everything that it should."""
    known = {
        "as_health_personnel": None,
        "identifies": basis != "anonymised",
        "purpose": "avklare",
        "is_necessary": True,
        "attested": frozenset(range(len(NAMED[basis].attest))) if basis in NAMED else frozenset(),
        "told": Told(was=True),
        "person": ADULT,
        "made_on": TODAY,
    }
    return Sharing(basis=basis, sender=sender, recipient=recipient, **{**known, **changes})


def consent(sender: Party, *recipients: Party, **changes: Any) -> Consent:
    known = {"given": TODAY - timedelta(days=10), "purpose": "avklare", "by_self": True}
    return Consent(sender=sender.unit, recipients=frozenset(to.unit for to in recipients), **{**known, **changes})


# From the law's table: sender, recipient, what was learnt as health personnel, and what is open between them.
ALL = {"anonymised", "consent", "strl-196"}
OPEN: list[tuple[str, Party, bool | None, set[str]]] = [
    ("education", POLICE, None, ALL | {"fvl-13b-5", "fvl-13b-6", "fvl-13b-7"}),
    ("education", CHILD_WELFARE, None, ALL | {"fvl-13b-2-3", "fvl-13b-5", "fvl-13b-7", "opl-24-3"}),
    ("education", SLT, None, ALL | {"fvl-13b-2-3", "fvl-13b-5", "fvl-13b-7"}),
    ("education", CLUB, None, {"consent", "strl-196", "fvl-13b-7"}),
    ("culture_leisure", POLICE, None, ALL | {"fvl-13b-5", "fvl-13b-6", "fvl-13b-7"}),
    ("culture_leisure", CHILD_WELFARE, None, ALL | {"fvl-13b-2-3", "fvl-13b-5", "fvl-13b-7", "bvl-13-2"}),
    ("child_welfare", POLICE, None, ALL | {"fvl-13b-7", "bvl-13-1-3"}),
    ("child_welfare", SCHOOL, None, ALL | {"fvl-13b-2-3", "fvl-13b-7", "bvl-13-1-3"}),
    ("social_services", POLICE, None, ALL | {"fvl-13b-5", "fvl-13b-6", "fvl-13b-7"}),
    ("social_services", CHILD_WELFARE, None, ALL | {"fvl-13b-2-3", "fvl-13b-5", "fvl-13b-7", "sotjl-45"}),
    ("health_care", POLICE, True, ALL | {"hpl-22", "hpl-23", "hpl-31"}),
    ("health_care", CHILD_WELFARE, True, ALL | {"hpl-22", "hpl-23", "hpl-33"}),
    ("health_care", FIRE, True, {"consent", "strl-196", "hpl-22", "hpl-23", "hpl-31"}),
    ("health_care", POLICE, False, ALL | {"fvl-13b-7"}),
    ("health_care", CHILD_WELFARE, False, ALL | {"fvl-13b-2-3", "fvl-13b-7", "hpl-33"}),
    ("health_care", POLICE, None, set()),
    ("police", SLT, None, ALL | {"prl-27-1", "prl-27-2", "prl-27-4", "prl-30"}),
    ("police", CHILD_WELFARE, None, ALL | {"prl-27-1", "prl-27-2", "prl-27-4", "prl-30", "bvl-13-2"}),
    ("correctional", POLICE, None, ALL | {"fvl-13b-5", "fvl-13b-6", "fvl-13b-7"}),
    ("mediation", SLT, None, ALL | {"fvl-13b-2-3", "fvl-13b-5", "fvl-13b-7"}),
    ("integration", CHILD_WELFARE, None, ALL | {"fvl-13b-2-3", "fvl-13b-5", "fvl-13b-7", "bvl-13-2"}),
    ("slt", POLICE, None, ALL | {"fvl-13b-5", "fvl-13b-6", "fvl-13b-7"}),
    ("voluntary", POLICE, None, ALL),
    ("voluntary", CHILD_WELFARE, None, ALL | {"bvl-13-2"}),
    ("private", POLICE, None, {"private"}),
    ("private", SCHOOL, None, set()),
]


@pytest.mark.parametrize(("agency", "recipient", "learnt", "expected"), OPEN)
def test_what_is_open_between_two_is_what_the_law_says(
    agency: str, recipient: Party, learnt: bool | None, expected: set[str]
) -> None:
    asked = wish("", party(agency), recipient, as_health_personnel=learnt)
    found = offers(asked, BASES, TODAY)
    assert [offer.basis for offer in found] == list(BASES)
    assert {offer.basis.id for offer in found if offer.answer} == expected
    assert all(offer.answer.reasons for offer in found if not offer.answer)


def test_every_kind_of_agency_stands_in_the_table() -> None:
    assert {agency for agency, *_ in OPEN} == {kind.value for kind in AgencyKind} | {"private"}


@pytest.mark.parametrize("basis", [basis.id for basis in BASES if basis.offered and basis.in_force])
def test_a_wish_that_says_everything_is_allowed(basis: str) -> None:
    for agency, recipient, learnt, expected in OPEN:
        if basis in expected:
            sender = party(agency)
            consents = (consent(sender, recipient),)
            assert decide(wish(basis, sender, recipient, as_health_personnel=learnt, consents=consents), BASES, TODAY)


REASONS: list[tuple[str, dict[str, Any], str]] = [
    ("tull", {}, "unknown_basis"),
    ("hol-12-1", {"sender": party("health_care"), "as_health_personnel": False}, "not_offered"),
    ("bvl-13-1-3", {}, "not_your_law"),
    ("fvl-13b-6", {"sender": CHILD_WELFARE}, "not_your_law"),
    ("private", {}, "not_your_law"),
    ("strl-196", {"sender": NEIGHBOUR}, "not_your_law"),
    ("strl-196", {"sender": party("health_care")}, "not_answered"),
    ("fvl-13b-7", {"sender": party("health_care"), "as_health_personnel": True}, "learnt_as_health_personnel"),
    ("hpl-31", {"sender": party("health_care"), "as_health_personnel": False}, "not_learnt_as_health_personnel"),
    ("fvl-13b-6", {"recipient": CHILD_WELFARE}, "not_this_recipient"),
    ("fvl-13b-5", {"recipient": CLUB}, "not_this_recipient"),
    ("fvl-13b-2-3", {"recipient": POLICE}, "not_this_recipient"),
    ("anonymised", {"recipient": CLUB}, "not_this_recipient"),
    ("consent", {}, "no_consent"),
    ("consent", {"consents": (consent(SCHOOL, CHILD_WELFARE),)}, "no_consent"),
    ("consent", {"consents": (consent(CHILD_WELFARE, POLICE),)}, "no_consent"),
    ("consent", {"consents": (consent(SCHOOL, POLICE, purpose="noe annet"),)}, "no_consent"),
    ("consent", {"consents": (consent(SCHOOL, POLICE, withdrawn=TODAY),)}, "consent_ended"),
    ("consent", {"consents": (consent(SCHOOL, POLICE, until=TODAY - timedelta(days=1)),)}, "consent_ended"),
    ("consent", {"consents": (consent(SCHOOL, POLICE, given=TODAY + timedelta(days=1)),)}, "consent_ended"),
    ("consent", {"consents": (consent(SCHOOL, POLICE, by_self=False),)}, "consent_not_theirs_to_give"),
    ("anonymised", {"identifies": True}, "identifies"),
    ("fvl-13b-5", {"is_necessary": False}, "not_necessary"),
    ("fvl-13b-5", {"purpose": ""}, "not_necessary"),
    ("fvl-13b-5", {"attested": frozenset({0})}, "not_attested"),
    ("fvl-13b-5", {"told": Told()}, "not_said_whether_told"),
    ("fvl-13b-5", {"told": Told(was=False)}, "not_told_without_reason"),
    ("fvl-13b-5", {"told": Told(was=False, has_reason=True)}, "not_told_without_reason"),
    ("fvl-13b-5", {"told": Told(was=False, has_reason=True, look_again=TODAY)}, "not_told_without_reason"),
    ("fvl-13b-5", {"until": TODAY - timedelta(days=1)}, "ends_before_it_begins"),
]


@pytest.mark.parametrize(("basis", "facts", "code"), REASONS)
def test_each_thing_that_is_missing_is_said_alone_and_in_words(basis: str, facts: dict[str, Any], code: str) -> None:
    answer = decide(wish(basis, **facts), BASES, TODAY)
    assert answer.codes == {code}
    assert all(reason.words.endswith((".", "?")) for reason in answer.reasons)


def test_every_reason_is_said_at_once() -> None:
    bare = wish("fvl-13b-5", recipient=CLUB, is_necessary=False, attested=frozenset(), told=Told())
    assert decide(bare, BASES, TODAY).codes == {
        "not_this_recipient",
        "not_necessary",
        "not_attested",
        "not_said_whether_told",
    }


def test_a_duty_waits_for_nobody_and_needs_no_consent() -> None:
    for basis, sender, recipient in (("strl-196", SCHOOL, POLICE), ("opl-24-3", SCHOOL, CHILD_WELFARE)):
        told_later = Told(was=False, has_reason=True, look_again=TODAY + timedelta(days=1))
        assert decide(wish(basis, sender, recipient, told=told_later, person=Person()), BASES, TODAY)


BOTH = frozenset({MOTHER, FATHER})


@pytest.mark.parametrize(
    ("person", "given_by", "allowed"),
    [
        (born(date(2012, 1, 1), guardians=BOTH), {"by_guardians": BOTH}, True),
        (born(date(2012, 1, 1), guardians=BOTH), {"by_guardians": frozenset({MOTHER})}, False),
        (born(date(2012, 1, 1), guardians=BOTH), {"by_self": True}, False),
        (born(date(2012, 1, 1), guardians=None), {"by_guardians": BOTH}, False),
        (born(date(2012, 1, 1), guardians=frozenset()), {"by_guardians": frozenset()}, False),
        (born(date(2010, 1, 1), guardians=BOTH), {"by_self": True}, True),
        (born(date(2010, 1, 1), guardians=BOTH), {"by_guardians": BOTH}, False),
        (of_band(AgeBand.UNDER_15, guardians=BOTH), {"by_guardians": BOTH}, True),
        (of_band(AgeBand.FROM_15_TO_17, guardians=BOTH), {"by_self": True}, True),
        (of_band(AgeBand.ADULT), {"by_self": True}, True),
        (Person(guardians=BOTH), {"by_self": True}, False),
        (Person(guardians=BOTH), {"by_self": True, "by_guardians": BOTH}, True),
        (Person(), {"by_self": True}, False),
    ],
)
def test_consent_is_given_by_those_who_can_and_an_unknown_age_needs_both(
    person: Person, given_by: dict[str, Any], allowed: bool
) -> None:
    agreed = consent(SCHOOL, POLICE, **{"by_self": False, **given_by})
    assert bool(decide(wish("consent", person=person, consents=(agreed,)), BASES, TODAY)) is allowed


def test_health_care_asks_the_person_from_sixteen_and_the_others_from_fifteen() -> None:
    nurse = party("health_care")
    person = born(TODAY.replace(year=TODAY.year - 16) + timedelta(days=1), guardians=BOTH)
    asked = wish("hpl-22", nurse, as_health_personnel=True, person=person, consents=(consent(nurse, POLICE),))
    assert (consents_from(nurse), consents_from(SCHOOL), consents_from(NEIGHBOUR)) == (16, 15, 15)
    assert not decide(asked, BASES, TODAY)
    assert decide(asked, BASES, TODAY + timedelta(days=1))


def test_a_birthday_ends_what_the_parents_consented_to() -> None:
    person = born(TODAY.replace(year=TODAY.year - 15), guardians=BOTH)
    agreed = consent(SCHOOL, POLICE, by_self=False, by_guardians=BOTH)
    shared = wish("consent", person=person, consents=(agreed,), made_on=TODAY - timedelta(days=5))
    assert holds(shared, BASES, TODAY - timedelta(days=1))
    assert holds(shared, BASES, TODAY).codes == {"consent_not_theirs_to_give"}


def test_somebody_born_on_the_29th_of_february_grows_older_in_every_year() -> None:
    person = born(date(2012, 2, 29))
    assert person.ages(date(2027, 2, 28)) == (14, 14)
    assert person.ages(date(2027, 3, 1)) == (15, 15)


def test_what_was_shared_is_seen_from_its_day_to_its_last() -> None:
    shared = wish("fvl-13b-5", until=TODAY + timedelta(days=5))
    seen = [bool(holds(shared, BASES, TODAY + timedelta(days=days))) for days in (-1, 0, 5, 6)]
    assert seen == [False, True, True, False]
    assert not holds(replace(shared, ended=TODAY + timedelta(days=2)), BASES, TODAY + timedelta(days=2))


def test_what_the_decider_stood_for_is_not_asked_again_but_the_law_is() -> None:
    shared = wish("fvl-13b-5", attested=frozenset(), told=Told())
    assert holds(shared, BASES, TODAY)
    without = [basis for basis in BASES if basis.id != "fvl-13b-5"]
    assert holds(shared, without, TODAY).codes == {"unknown_basis"}
    repealed = [basis.model_copy(update={"in_force": None}) for basis in BASES]
    assert holds(shared, repealed, TODAY).codes == {"not_offered"}


# --- in any order: consents, withdrawals, expiries, birthdays, editions -----------------------------------------------

days = st.integers(-400, 400).map(lambda count: TODAY + timedelta(days=count))
guardians = st.sampled_from([None, frozenset(), frozenset({MOTHER}), BOTH])
consents = st.builds(
    Consent,
    sender=st.sampled_from([SCHOOL.unit, CHILD_WELFARE.unit]),
    recipients=st.sets(st.sampled_from([POLICE.unit, SLT.unit])).map(frozenset),
    purpose=st.sampled_from(["avklare", "annet"]),
    given=days,
    by_self=st.booleans(),
    by_guardians=st.sampled_from([frozenset(), frozenset({MOTHER}), BOTH]),
    until=st.none() | days,
    withdrawn=st.none() | days,
)
births = st.dates(date(2005, 1, 1), date(2015, 1, 1))
people = (
    st.builds(Person, guardians=guardians)
    | st.builds(born, births, guardians)
    | st.builds(of_band, st.sampled_from(AgeBand), guardians)
    | st.builds(lambda day, known: Person(*born_in_month_of(day), known), births, guardians)
)
editions = st.lists(
    st.sampled_from(
        [
            *BASES,
            *(basis.model_copy(update={"in_force": None}) for basis in BASES),
            *(basis.model_copy(update={"offered": False}) for basis in BASES),
            *(basis.model_copy(update={"senders": ["police"]}) for basis in BASES),
        ]
    ),
    max_size=12,
    unique_by=lambda basis: basis.id,
)
sharings = st.builds(
    wish,
    st.sampled_from(sorted(NAMED)),
    sender=st.sampled_from([SCHOOL, CHILD_WELFARE, POLICE, party("health_care"), NEIGHBOUR]),
    recipient=st.sampled_from([POLICE, SLT, CLUB, CHILD_WELFARE]),
    as_health_personnel=st.none() | st.booleans(),
    identifies=st.booleans(),
    consents=st.lists(consents, max_size=4).map(tuple),
    person=people,
    made_on=days,
    until=st.none() | days,
    ended=st.none() | days,
)


def believed(shared: Sharing, bases: Sequence[LegalBasis], today: date) -> bool:
    """What must be so where something is seen, said once more and otherwise: the fewest facts that any basis needs."""
    found = [basis for basis in bases if basis.id == shared.basis]
    if len(found) != 1 or found[0].in_force is None or not found[0].offered:
        return False
    if today < shared.made_on or (shared.ended and today >= shared.ended) or (shared.until and today > shared.until):
        return False
    if shared.sender.agency not in found[0].senders and "all" not in found[0].senders:
        return False
    if found[0].without_identity and shared.identifies:
        return False
    if "named_in_consent" not in found[0].recipients:
        return True
    return any(_alive(agreed, shared, today) for agreed in shared.consents)


def _alive(agreed: Consent, shared: Sharing, today: date) -> bool:
    if agreed.sender != shared.sender.unit or shared.recipient.unit not in agreed.recipients:
        return False
    if agreed.purpose != shared.purpose or today < agreed.given:
        return False
    if (agreed.withdrawn and agreed.withdrawn <= today) or (agreed.until and agreed.until < today):
        return False
    limit = 16 if shared.sender.agency == "health_care" else 15
    could_be_young = shared.person.ages(today)[0] < limit
    could_be_old = shared.person.ages(today)[1] >= limit
    if could_be_young and not (shared.person.guardians and shared.person.guardians.issubset(agreed.by_guardians)):
        return False
    return agreed.by_self or not could_be_old


@settings(max_examples=1500, deadline=None)
@given(sharings, editions, days)
def test_nothing_is_seen_without_a_basis_in_force_that_day(
    shared: Sharing, bases: list[LegalBasis], today: date
) -> None:
    if holds(shared, bases, today):
        assert believed(shared, bases, today)


@settings(max_examples=500, deadline=None)
@given(sharings, editions, days)
def test_what_may_be_shared_today_is_seen_today(shared: Sharing, bases: list[LegalBasis], today: date) -> None:
    now = replace(shared, made_on=today, ended=None)
    if decide(now, bases, today):
        assert holds(now, bases, today)


@settings(max_examples=500, deadline=None)
@given(sharings, editions, days)
def test_a_withdrawal_ends_at_once_what_lives_from_consent(
    shared: Sharing, bases: list[LegalBasis], today: date
) -> None:
    withdrawn = replace(shared, consents=tuple(replace(agreed, withdrawn=today) for agreed in shared.consents))
    basis = NAMED[shared.basis]
    if "named_in_consent" in basis.recipients:
        assert not holds(withdrawn, bases, today)


@settings(max_examples=500, deadline=None)
@given(sharings, editions, days)
def test_no_fact_that_is_taken_away_opens_anything(shared: Sharing, bases: list[LegalBasis], today: date) -> None:
    poorer = [
        replace(shared, person=Person()),
        replace(shared, consents=()),
        replace(shared, as_health_personnel=None),
        replace(shared, attested=frozenset()),
        replace(shared, told=Told()),
        replace(shared, is_necessary=False),
    ]
    for less in poorer:
        if not decide(shared, bases, today):
            assert not decide(less, bases, today)


@settings(max_examples=500, deadline=None)
@given(births, days, days)
def test_a_month_and_a_band_never_say_more_than_the_day_does(day: date, seen: date, today: date) -> None:
    exact = born(day).ages(today)
    months = Person(*born_in_month_of(day)).ages(today)
    assert months[0] <= exact[0] <= months[1]
    age = born(day).ages(seen)[0]
    band = AgeBand.UNDER_15 if age < 15 else AgeBand.FROM_15_TO_17 if age < 18 else AgeBand.ADULT
    if age >= 0 and today >= seen:
        banded = Person(*born_by_band(band, seen)).ages(today)
        assert banded[0] <= exact[0] <= banded[1]


def test_somebody_under_fifteen_is_not_surely_so_a_year_later() -> None:
    person = Person(*born_by_band(AgeBand.UNDER_15, TODAY))
    assert person.ages(TODAY) == (0, 14)
    assert person.ages(TODAY.replace(year=TODAY.year + 1)) == (1, 15)

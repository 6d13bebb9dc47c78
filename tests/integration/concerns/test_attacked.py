"""What a colleague, a leader or a script tries at concerns, and doesn't get."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from motvekt.audit.models import AuditEvent
from motvekt.concerns import closing_actions, exit_actions, guest_actions, policy
from motvekt.concerns.closing_actions import NOT_A_COLLEAGUE, Ending
from motvekt.concerns.kinds import DutyKind, Status, Task, Why
from motvekt.concerns.models import Concern, Guest
from motvekt.concerns.texts import CallNote, Closing, DutyWords
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers.models import Item
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations import actions as organisations
from motvekt.organisations.models import Membership
from motvekt.organisations.stepup import Act
from motvekt.reports import hearing
from motvekt.reports.kinds import Status as AtDesk
from motvekt.reports.models import Arrival
from tests.concerns import SEEN, address, browser, noted
from tests.integration.reports.pages import stepped_up
from tests.reporting import WORDS, let, sent
from tests.world import OPERATOR, TODAY, World

pytestmark = pytest.mark.django_db

DONE = Closing(words="Det var noe annet.", person="Det går fint.")


def invited(world: World, concern: Concern, name: str = "colleague", by: str = "teacher") -> Guest:
    return guest_actions.invite(
        concern=concern, account=world.accounts[name], task=Task.READ, due_on=TODAY, by=world.standing(by)
    )


def closed(world: World, concern: Concern, closing_id: Any = None, **about: Any) -> None:
    ending = Ending(**{"why": Why.NO_GROUND, "closing": DONE, **about})
    closing_actions.close(
        concern=concern, ending=ending, closing_id=closing_id or new_id(), by=world.standing("teacher")
    )


def opened(world: World) -> int:
    account = f"account:{world.accounts['colleague'].id}"
    return AuditEvent.objects.filter(event="content_opened", actor=account).count()


@pytest.mark.parametrize("page", ["report", "print", "paper"])
def test_a_guest_reads_nothing_on_paper_or_in_a_report_before_they_have_shown_who_they_are(
    world: World, page: str
) -> None:
    concern = noted(world)
    invited(world, concern)
    guest = browser(world, "colleague")
    away = guest.get(address(concern, page))
    assert "/inne/hvem/open_invited/" in away.get("Location", "")
    assert opened(world) == 0
    stepped_up(guest, Act.OPEN_INVITED, concern.pk)
    found = guest.get(address(concern, page), follow=True)
    assert found.status_code == 200


def test_a_guest_is_asked_on_each_page_of_a_report_and_of_what_was_sent(world: World) -> None:
    concern = noted(world)
    let(world, concern)
    report = sent(world, concern)
    invited(world, concern)
    guest = browser(world, "colleague")
    pages = [reverse("concerns:report_page", args=[concern.pk, new_id(), asked]) for asked in ("til", "hva")]
    pages += [reverse(f"concerns:{name}", args=[concern.pk, report.id]) for name in ("receipt", "sent", "report_pdf")]
    for page in pages:
        away = guest.get(page)
        assert "/inne/hvem/open_invited/" in away.get("Location", ""), page
        assert WORDS not in away.text
    assert opened(world) == 0
    stepped_up(guest, Act.OPEN_INVITED, concern.pk)
    assert WORDS in guest.get(pages[3]).text


def test_a_form_of_an_earlier_closing_does_not_close_it_again(world: World) -> None:
    concern, first = noted(world), new_id()
    closed(world, concern, first)
    closing_actions.reopen(concern=concern, by=world.standing("teacher"))
    with pytest.raises(Refused):
        closed(world, concern, first)
    concern.refresh_from_db()
    assert concern.status == Status.OPEN


def test_an_id_that_is_another_items_is_refused_in_words_wherever_it_comes_from_a_form(world: World) -> None:
    mine, theirs = noted(world), noted(world, "colleague")
    taken = Item.objects.get(dossier=theirs.pk).id
    by = world.standing("teacher")
    duty = exit_actions.note_duty(
        concern=mine, duty=new_id(), kind=DutyKind.PRINCIPAL, whom=CallNote(), words=DutyWords(), by=by
    )
    with pytest.raises(Refused):
        closed(world, mine, taken)
    with pytest.raises(Refused):
        exit_actions.attest_duty(duty=duty, item=taken, content=DutyWords(rests_on="Det hun sa."), by=by)


def test_what_is_left_is_not_given_to_somebody_who_has_stepped_aside(world: World) -> None:
    concern = noted(world)
    invited(world, concern)
    guest_actions.step_aside(concern=concern, by=world.standing("colleague"))
    with pytest.raises(Refused) as refused:
        closed(
            world,
            concern,
            why=Why.FOLLOWED_UP,
            owner=world.accounts["colleague"],
            due_on=TODAY + timedelta(days=3),
        )
    assert refused.value.decision == NOT_A_COLLEAGUE


def test_whoever_invited_the_one_who_answers_for_it_now_cannot_shut_them_out(world: World) -> None:
    concern = noted(world)
    invited(world, concern, "principal")
    guest = invited(world, concern, "colleague", by="principal")
    for membership in Membership.objects.filter(account=world.accounts["teacher"]):
        organisations.end_membership(membership=membership, by=OPERATOR)
    closing_actions.hand_on(concern=concern, colleague=world.accounts["colleague"], by=world.standing("principal"))
    guest.refresh_from_db()
    assert guest.ended_at is not None
    with suppress(Refused):
        guest_actions.end_invitation(guest=guest, by=world.standing("principal"))
    concern.refresh_from_db()
    assert policy.may_see(world.standing("colleague"), concern)


@pytest.mark.parametrize("status", [AtDesk.ACCEPTED, AtDesk.DISMISSED, AtDesk.CLOSED])
def test_no_page_or_paper_tells_more_of_what_a_desk_does_than_the_law_of_the_desk(world: World, status: AtDesk) -> None:
    concern = noted(world)
    let(world, concern)
    report = sent(world, concern)
    teacher = browser(world, "teacher")
    shown = {}
    for now in (AtDesk.READ, status):
        decided = None if now is AtDesk.READ else report.sent_at
        who = world.accounts["slt"]
        Arrival.objects.update(status=now, read_at=report.sent_at, reader=who, handler=who, decided_at=decided)
        shown[now] = [
            teacher.get(reverse(f"concerns:{name}", args=[concern.pk, report.id])).text for name in ("receipt", "sent")
        ]
        assert all(words in shown[now][0] for words in hearing.words(Arrival.objects.get()))
    assert [_body(text) for text in shown[AtDesk.READ]] == [_body(text) for text in shown[status]]


def _body(text: str) -> str:
    """Without the tokens, which differ each time."""
    import re

    return re.sub(r'(value|nonce)="[^"]*"', "", text)


def test_a_guest_whose_invitation_ended_gets_the_answer_of_what_never_was(world: World) -> None:
    concern = noted(world)
    guest = invited(world, concern)
    colleague = browser(world, "colleague")
    stepped_up(colleague, Act.OPEN_INVITED, concern.pk)
    assert SEEN[:10] in colleague.get(address(concern)).text
    guest_actions.end_invitation(guest=guest, by=world.standing("teacher"))
    nowhere = reverse("concerns:draft", args=[new_id()])
    answers = [colleague.post(path, {}) for path in (address(concern, "draft"), nowhere)]
    assert answers[0].status_code == answers[1].status_code == 403
    assert answers[0].content == answers[1].content
    pages = [colleague.get(path) for path in (address(concern), reverse("concerns:concern", args=[new_id()]))]
    assert [page.status_code for page in pages] == [404, 404]


def test_a_reader_who_stepped_aside_gets_no_copy_back_by_any_page(world: World) -> None:
    concern = noted(world)
    invited(world, concern)
    colleague = browser(world, "colleague")
    stepped_up(colleague, Act.OPEN_INVITED, concern.pk)
    dossiers.recuse(dossier=concern.dossier, unit=concern.unit, by=world.standing("colleague"))
    for page in ("concern", "print", "paper", "discuss", "dialogue", "report", "now", "serious", "duty"):
        assert colleague.get(address(concern, page)).status_code == 404, page

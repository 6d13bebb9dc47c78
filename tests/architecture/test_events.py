"""Every action has its event: what is done is in the log, in the transaction that does it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from motvekt.audit.events import BY_CODE
from tests.guides import ROOT

SOURCE = ROOT / "src" / "motvekt"
ACTIONS = sorted(path for path in SOURCE.glob("*/*actions.py") if path.parent.name != "audit")

EXPECTED = {
    "guide.propose": {"edition_proposed"},
    "guide.confirm": {"edition_confirmed"},
    "guide.withdraw": {"edition_withdrawn"},
    "guide.publish": {"edition_proposed", "edition_confirmed"},
    "guide.note_checks": {"contact_checked"},
    "organisations.set_area": {"area_set"},
    "organisations.make_account": {"account_made"},
    "organisations.appoint": {"member_appointed"},
    "organisations.confirm": {"member_confirmed"},
    "organisations.end_membership": {"membership_ended"},
    "dossiers.begin": {"dossier_begun", "reader_named"},
    "dossiers.describe_person": {"person_described"},
    "dossiers.add_item": {"item_added"},
    "dossiers.rewrite_item": {"item_rewritten"},
    "dossiers.recuse": {"recused"},
    # Of somebody whom nobody knows. The log would say when they were here: each is counted for its day.
    "consultations.ask": set(),
    "consultations.reply": set(),
    "consultations.turn": set(),
    "consultations.end": set(),
    "consultations.expire": set(),
    "consultations.mix": set(),
    # A letter at a fixed hour tells of nothing that happened.
    "consultations.tell_to_look_in": set(),
    # A part of the desk's answer, which has its event there.
    "consultations.was_answered": set(),
    "concerns.note": {"concern_noted"},
    # It writes by an action of the dossiers', which has the event.
    "concerns.write": set(),
    "reports.receive_request": {"dossier_begun", "item_added"},
    "reports.send_notice": {"report_sent", "disclosure_refused"},
    # Both do it by actions that have their own.
    "concerns.note_once": set(),
    "concerns.save": {"concern_described"},
    "concerns.close": {"concern_closed"},
    "concerns.reopen": {"concern_reopened"},
    "concerns.hand_on": {"reader_named", "guest_ended", "concern_handed_on"},
    "concerns.put": set(),
    "concerns.finish_rest": {"rest_done"},
    "concerns.look_again": {"looked_again"},
    "concerns.mark_step": {"step_done"},
    "concerns.unmark_step": {"step_undone"},
    "concerns.invite": {"guest_invited"},
    "concerns.end_invitation": {"guest_ended"},
    "concerns.finish_task": {"guest_done"},
    "concerns.step_aside": {"guest_ended"},
    # When somebody first read it; that they did is an event of what is read.
    "concerns.note_opening": set(),
    "concerns.note_call": {"call_noted"},
    "concerns.note_words": {"call_noted"},
    "concerns.note_duty": {"duty_noted", "duty_attested"},
    "concerns.attest_duty": {"duty_attested"},
    # Its step is done by what concerns have in common.
    "concerns.send_report": set(),
    # What is sent and written is so by actions that have their own.
    "consultations.ask_desk": {"disclosure_refused"},
    "consultations.recognise": {"person_recognised"},
    "consultations.note_call": {"telephone_noted"},
    "concerns.ask_desk": set(),
    "concerns.keep_advice": set(),
    "concerns.note_printed": {"concern_printed"},
    # It describes the person and records by actions of the dossiers', which have the events.
    "concerns.note_consent": set(),
    "reports.send": {"report_sent", "report_for_elsewhere", "disclosure_refused"},
    "reports.mark_sent_elsewhere": {"report_sent_elsewhere"},
    "reports.note_fetched": {"report_fetched"},
    "dossiers.name_reader": {"reader_named"},
    "dossiers.end_reader": {"reader_ended"},
    "dossiers.record_consent": {"consent_recorded"},
    "dossiers.withdraw_consent": {"consent_withdrawn"},
    "dossiers.disclose": {"items_disclosed", "items_received", "reader_named", "disclosure_refused"},
    "dossiers.end_disclosure": {"disclosure_ended"},
    "dossiers.index_name": {"name_indexed"},
    "dossiers.forget_name": {"name_forgotten"},
    "dossiers.search_name": {"name_searched"},
    "reports.mark_read": {"arrival_read"},
    "reports.handle": {"arrival_handled"},
    "reports.give": {"arrival_given"},
    "reports.accept": {"arrival_accepted"},
    "reports.take_over": {"arrival_taken_over"},
    "reports.close": {"arrival_closed"},
    "reports.dismiss": {"arrival_dismissed"},
    # It steps aside by an action of the dossiers', which has the event.
    "reports.step_aside": set(),
    "reports.answer": {"arrival_answered", "disclosure_refused"},
    "reports.pass_on": {"arrival_passed_on", "disclosure_refused"},
    "reports.tell_where": {"arrival_passed_on"},
    # The search has its event in the dossiers' action.
    "reports.look_up": set(),
    "reports.escalate": {"arrival_escalated"},
    "organisations.invite": {"member_invited"},
    "organisations.withdraw_invitation": {"invitation_withdrawn"},
    "organisations.accept_invitation": {"invitation_accepted"},
    "organisations.come_in": {"invitation_accepted"},
    "organisations.come_back": {"invitation_accepted"},
    # A part of `confirm_reset`, whose event has the new invitation.
    "organisations.lead_back": {"invitation_withdrawn"},
    "organisations.close_account": {"account_closed", "account_opened"},
    "organisations.open_account": {"account_closed", "account_opened"},
    "organisations.ask_reset": {"reset_asked", "reset_withdrawn"},
    "organisations.withdraw_reset": {"reset_withdrawn"},
    "organisations.confirm_reset": {"factors_reset", "member_unconfirmed"},
    "organisations.add_unit": {"area_set", "desk_moved"},
    "organisations.change_unit": {"area_set", "desk_moved"},
    "administration.read_log": {"log_read"},
    "administration.export_log": {"log_exported"},
    "administration.verify_log": {"log_verified"},
    "organisations.sign_in": {"signed_in"},
    "organisations.sign_out": {"signed_out"},
    "organisations.step_up": {"stepped_up"},
    "organisations.add_passkey": {"factor_added"},
    "organisations.add_codes": {"factor_added"},
    "organisations.remove_factor": {"factor_removed"},
    "organisations.make_recovery_codes": {"recovery_codes_made"},
    "organisations.set_password": {"password_set"},
    "organisations.end_sessions": {"sessions_ended"},
    "organisations.deny_page": {"page_denied"},
    "organisations.sign_on": {"identity_linked"},
    "organisations.link": {"identity_unlinked", "identity_linked"},
}
"""Action to the events that it writes, kept by hand."""

READING = {
    "content_opened": "access/opening.py",
    "record_denied": "dossiers/queries.py",
    "arrival_came": "reports/delivering.py",
}
"""Events of what is read rather than done, or is a part of several actions, and where they are written."""

NOT_YET = {
    "keys_rotated",
    "dossier_shredded",
}
"""Events of the command line, and of rooms that are not built."""


def events_of(path: Path) -> dict[str, set[str]]:
    """Each public function of a module, and the events that it and what it calls in the module write."""
    functions = {
        node.name: node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)
    }

    def written(name: str, seen: frozenset[str]) -> set[str]:
        found: set[str] = set()
        for call in ast.walk(functions[name]):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
                continue
            texts = [
                value
                for value in (*call.args, *(word.value for word in call.keywords))
                if isinstance(value, ast.Constant)
            ]
            if call.func.id in ("record", "_record", "log"):
                found |= {value.value for value in texts if isinstance(value.value, str) and value.value in BY_CODE}
            # `doing.name` is written by whoever names.
            found |= {"reader_named"} if call.func.id == "name" else set()
            if call.func.id in functions and call.func.id not in seen:
                found |= written(call.func.id, seen | {name})
        return found

    return {name: written(name, frozenset()) for name in functions if not name.startswith("_")}


def found() -> dict[str, set[str]]:
    return {f"{path.parent.name}.{name}": events for path in ACTIONS for name, events in events_of(path).items()}


def test_every_action_writes_the_events_that_are_expected_of_it() -> None:
    assert ACTIONS
    assert found() == EXPECTED


def test_every_event_is_written_by_somebody() -> None:
    assert set().union(*EXPECTED.values()) | NOT_YET | set(READING) == set(BY_CODE)
    assert [code for code, file in READING.items() if f'event="{code}"' not in (SOURCE / file).read_text("utf-8")] == []


def test_an_action_without_its_event_would_be_found(tmp_path: Path) -> None:
    planted = tmp_path / "actions.py"
    planted.write_text("def forget(*, by):\n    return by\n\n\ndef _own(*, by):\n    return by\n")
    assert events_of(planted) == {"forget": set()}


@pytest.mark.parametrize("path", ACTIONS, ids=lambda path: path.parent.name)
def test_an_action_says_by_whom_and_takes_names_only(path: Path) -> None:
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert not node.args.args, node.name
            assert "by" in {argument.arg for argument in node.args.kwonlyargs}, node.name

"""Writing a worry down and writing on, through the pages: what is kept, who sees it, and what nobody ever sees."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import IntegrityError, models
from django.test import Client

from motvekt.access.roles import Role
from motvekt.audit.models import AuditEvent
from motvekt.concerns import actions, prompts, queries, sheet, writing_actions
from motvekt.concerns.kinds import Status
from motvekt.concerns.models import Concern
from motvekt.concerns.texts import LONGEST, SHAPES, Observation, Reflection
from motvekt.concerns.writing_actions import About, Sent
from motvekt.dossiers import actions as dossiers
from motvekt.dossiers import queries as reads
from motvekt.dossiers.facts import AgeBand
from motvekt.dossiers.models import Dossier, Item
from motvekt.guide.actions import publish
from motvekt.guide.kinds import StepKind
from motvekt.kernel import clock
from motvekt.kernel.errors import Refused
from motvekt.kernel.ids import new_id
from motvekt.organisations import actions as people
from motvekt.organisations.models import Membership
from tests.concerns import SEEN, address, browser, filled, noted
from tests.guides import guide_of
from tests.world import NOON, OPERATOR, World


def page(client: Client, concern: Concern) -> Any:
    answer = client.get(address(concern))
    assert answer.status_code == 200
    return answer


def text(answer: Any) -> str:
    return answer.content.decode()


def parts(world: World, concern: Concern, name: str = "teacher") -> list[Any]:
    return [part.content for part in queries.parts(world.standing(name), concern)]


def reflection(world: World, concern: Concern, name: str = "teacher") -> Reflection:
    return next(content for content in parts(world, concern, name) if isinstance(content, Reflection))


def invited(world: World, concern: Concern, name: str = "colleague") -> Client:
    """A colleague who has been named, and has shown who they are."""
    dossiers.name_reader(
        dossier=concern.dossier, unit=concern.unit, account=world.accounts[name], by=world.standing("teacher")
    )
    client = browser(world, name)
    about = client.session
    about["invited"] = [str(concern.dossier_id)]
    about.save()
    return client


# --- the first note ---------------------------------------------------------------------------------------------------


def test_two_fields_make_a_concern_and_lead_to_its_page(world: World) -> None:
    client = browser(world, "teacher")
    form = filled(client.get("/inne/bekymringer/ny/"))
    assert set(form) == {"csrfmiddlewaretoken", "id", "unit", "seen", "when"}
    answer = client.post("/inne/bekymringer/ny/", form | {"seen": SEEN, "when": "I dag"})
    made = Concern.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == address(made)
    shown = page(client, made)
    assert "Lagret. Ingen andre ser det." in text(shown)
    assert SEEN in text(shown)
    assert made.alias in text(shown)
    assert parts(world, made) == [Observation(seen=SEEN, when="I dag")]


def test_the_first_note_is_the_first_step_and_can_be_taken_back(world: World) -> None:
    concern, client = noted(world), browser(world, "teacher")
    describe = next(step for step in queries.guide_of(concern).steps if step.kind is StepKind.DESCRIBE)
    assert [row.step for row in concern.steps.all()] == [describe.id]
    assert AuditEvent.objects.filter(event="step_done").count() == 1
    step = f"{address(concern)}trinn/{describe.id}/"
    for answer, button, events in (("nei", "Er trinnet gjort?", 1), ("ja", "Nei, det er ikke gjort", 2)):
        assert client.post(step, {"gjort": answer})["Location"] == address(concern)
        shown = client.get(address(concern)).content.decode()
        assert button in shown
        assert 'role="status"' in shown
        assert AuditEvent.objects.filter(event="step_done").count() == events
    assert AuditEvent.objects.filter(event="step_undone").count() == 1


def test_a_note_that_is_sent_twice_is_one_concern(world: World) -> None:
    client = browser(world, "teacher")
    form = filled(client.get("/inne/bekymringer/ny/")) | {"seen": SEEN}
    first, second = (client.post("/inne/bekymringer/ny/", form) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Concern.objects.count() == Item.objects.count() == 1


def test_two_that_come_at_the_same_moment_are_one_concern(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = actions.note
    came: list[Concern] = []

    def meets_another(**given: Any) -> Concern:
        # What PostgreSQL says to the one that comes second: the first has committed since it looked.
        if not came:
            came.append(real(**given))
            raise IntegrityError("duplicate key value violates unique constraint")
        return real(**given)

    monkeypatch.setattr(actions, "note", meets_another)
    client = browser(world, "teacher")
    form = filled(client.get("/inne/bekymringer/ny/")) | {"seen": SEEN}
    answer = client.post("/inne/bekymringer/ny/", form)
    assert answer.status_code == 302
    assert answer["Location"] == address(came[0])
    assert Concern.objects.count() == 1


def test_nothing_is_demanded_but_the_first_words_and_what_was_typed_stays(world: World) -> None:
    client = browser(world, "teacher")
    form = filled(client.get("/inne/bekymringer/ny/")) | {"when": "I dag, etter tredje time"}
    answer = client.post("/inne/bekymringer/ny/", form)
    assert answer.status_code == 400
    assert "Noen få ord holder." in text(answer)
    assert "<title>Feil: " in text(answer)
    assert filled(answer)["when"] == ["I dag, etter tredje time"]
    assert filled(answer)["id"] == form["id"]
    assert not Concern.objects.exists()


def test_only_those_who_write_in_several_units_choose_one(world: World) -> None:
    assert "Hvor møter du personen?" not in text(browser(world, "teacher").get("/inne/bekymringer/ny/"))
    dossiers_of = world.units["uteteamet"]
    membership = Membership.objects.create(
        area=dossiers_of.area,
        account=world.accounts["teacher"],
        unit=dossiers_of,
        role=Role.EMPLOYEE,
        appointed_at=clock.now(),
        appointed_by="operator:x",
    )
    client = browser(world, "teacher")
    answer = client.get("/inne/bekymringer/ny/")
    assert "Hvor møter du personen?" in text(answer)
    form = filled(answer) | {"seen": SEEN}
    assert "unit" not in form
    assert "Velg en av dem." in text(client.post("/inne/bekymringer/ny/", form))
    client.post("/inne/bekymringer/ny/", form | {"unit": str(membership.unit_id)})
    assert Concern.objects.get().unit == dossiers_of
    assert "Uteteamet" in text(client.get("/inne/bekymringer/"))


# --- the sheet --------------------------------------------------------------------------------------------------------


def test_all_of_the_sheet_is_saved_with_one_press(world: World) -> None:
    concern, client = noted(world), browser(world, "teacher")
    form = filled(page(client, concern))
    own = next(name for name in form if name.endswith("-told")).removesuffix("-told")
    form |= {
        f"{own}-told": "En medelev har fortalt det til sosiallæreren.",
        "r-interpretation": "Jeg tror han søker et sted å høre til.\r\nJeg er usikker.",
        "r-protective": "Han stoler på treneren sin.",
        "r-unsafe_pupil": "unsure",
        "om-band": "15_17",
        "om-municipality": "asker",
    }
    with clock.frozen(NOON + timedelta(minutes=1)):
        assert client.post(address(concern), form)["Location"] == address(concern)
    seen, thought = parts(world, concern)
    assert seen.told == "En medelev har fortalt det til sosiallæreren."
    assert seen.seen == SEEN
    assert thought.interpretation == "Jeg tror han søker et sted å høre til.\nJeg er usikker."
    assert thought.unsafe_pupil == "unsure"
    assert thought.by == str(world.accounts["teacher"].id)
    again = filled(page(client, concern))
    assert again["om-band"] == ["15_17"]
    assert again["om-municipality"] == ["asker"]
    assert again["r-protective"] == ["Han stoler på treneren sin."]
    assert again["r-unsafe_pupil"] == ["unsure"]


def test_what_is_asked_is_always_asked_and_never_demanded(world: World) -> None:
    concern, client = noted(world), browser(world, "teacher")
    shown = text(page(client, concern))
    for asked in (
        "Hva er trygt og bra rundt personen?",
        "Hva står igjen uten tro, mening og klær?",
        "Hva er prøvd?",
        "Hva vet du ikke?",
        "Kan noen elev være utrygg?",
        "En annen forklaring",
    ):
        assert asked in shown
    before = Item.objects.count()
    assert client.post(address(concern), filled(page(client, concern))).status_code == 302
    assert Item.objects.count() == before
    assert Item.objects.get().version == 1


def test_saving_leads_to_the_next_step_or_to_one_more_observation(world: World) -> None:
    concern, client = noted(world), browser(world, "teacher")
    form = filled(page(client, concern))
    onwards = client.post(address(concern), form | {"videre": "neste"})["Location"]
    assert onwards == address(concern, "discuss")
    more = client.post(address(concern), form | {"videre": "ny"})["Location"]
    assert more == f"{address(concern)}?ny=1#ny"
    form = filled(client.get(more))
    new = next(name for name in form if name.endswith("-version") and form[name] == ["0"] and name.startswith("o-"))
    sent = form | {f"{new.removesuffix('-version')}-seen": "I dag sa han det igjen."}
    for minutes in (1, 2):
        with clock.frozen(NOON + timedelta(minutes=minutes)):
            assert client.post(address(concern), sent).status_code == 302
    assert [part.seen for part in parts(world, concern)] == [SEEN, "I dag sa han det igjen."]
    assert str(Item.objects.latest("made_at").id) in new


def test_a_colleagues_observation_stands_as_theirs_and_nobody_else_rewrites_it(world: World) -> None:
    concern = noted(world)
    client = invited(world, concern)
    shown = page(client, concern)
    assert "teacher skrev 25. november 2026 kl. 12.00" in text(shown)
    assert not [name for name in filled(shown) if name.startswith("o-")]
    first = Item.objects.get()
    forged = filled(shown) | {f"o-{first.id}-version": "1", f"o-{first.id}-seen": "Noe annet"}
    answer = client.post(address(concern), forged)
    assert answer.status_code == 409
    assert "kan bare den endre" in text(answer)
    more = filled(client.get(f"{address(concern)}?ny=1"))
    new = next(name for name in more if name.startswith("o-") and name.endswith("-seen"))
    with clock.frozen(NOON + timedelta(minutes=1)):
        client.post(address(concern), more | {new: "Jeg hørte det samme i kantina."})
    assert [part.seen for part in parts(world, concern)] == [SEEN, "Jeg hørte det samme i kantina."]
    assert "colleague skrev" in text(page(browser(world, "teacher"), concern))


def test_a_part_of_another_concern_is_not_written_in(world: World) -> None:
    mine, other = noted(world), noted(world, "youth_worker")
    theirs = Item.objects.get(dossier=other.dossier_id)
    for version in (0, 1):
        with pytest.raises(Refused) as refused:
            writing_actions.save(
                concern=mine,
                sent=[Sent(theirs.id, version, Observation(seen="Forsøk"))],
                about=About(),
                by=world.standing("teacher"),
            )
        assert refused.value.decision.code == "not_there"


def test_an_age_that_is_no_band_any_more_is_said_as_it_is_known(world: World) -> None:
    concern = noted(world)
    by = world.standing("teacher")
    writing_actions.save(concern=concern, sent=[], about=About(AgeBand.FROM_15_TO_17), by=by)
    dossier = Dossier.objects.get(id=concern.dossier_id)
    assert sheet.band_of(reads.person(dossier)) == "15_17"
    with clock.frozen(NOON + timedelta(days=400)):
        assert sheet.band_of(reads.person(dossier)) is None
        assert sheet.age_in_words(reads.person(dossier)) == "Mellom 16 og 19 år"


def test_a_municipality_that_the_edition_lacks_is_refused(world: World) -> None:
    concern = noted(world)
    with pytest.raises(Refused) as refused:
        writing_actions.save(
            concern=concern, sent=[], about=About(municipality="atlantis"), by=world.standing("teacher")
        )
    assert refused.value.decision.code == "no_municipality"


# --- no number, no rank -----------------------------------------------------------------------------------------------


class _Bare(HTMLParser):
    """A page's words and marks, without the prompts that are hung on it and the ticks by which they were chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "wbr":
            return
        if self._within or "data-stikkord" in dict(attrs):
            self._within += 1
        elif tag != "input" or ("type", "checkbox") in attrs:
            self.found.append(f"<{tag} {[one for one in attrs if one[0] not in ('checked', 'value', 'id')]}>")

    def handle_endtag(self, tag: str) -> None:
        self._within = max(0, self._within - 1)

    def handle_data(self, data: str) -> None:
        if not self._within and data.strip():
            self.found.append(data.strip())


def bare(answer: Any) -> list[str]:
    reader = _Bare()
    reader.feed(re.sub(r"version[^>]*>|csrf[^>]*>|data-igjen=\S+", "", text(answer)))
    return reader.found


def test_few_or_many_signs_change_nothing_on_a_page_but_their_own_words(world: World) -> None:
    concern, client = noted(world), browser(world, "teacher")
    every = [prompt.ref for bundle in prompts.bundles(queries.guide_of(concern)) for prompt in bundle.prompts]
    pages, lists = [], []
    for chosen in (every[:1], every[3:20], every):
        form = filled(page(client, concern))
        own = next(name for name in form if name.endswith("-told")).removesuffix("-told")
        client.post(address(concern), form | {f"{own}-prompts": chosen})
        client.get(address(concern))
        pages.append(bare(page(client, concern)))
        lists.append(bare(client.get("/inne/bekymringer/")))
    assert pages[0] == pages[1] == pages[2]
    assert lists[0] == lists[1] == lists[2]


def test_prompts_stand_in_the_editions_order_whatever_order_they_were_chosen_in(world: World) -> None:
    concern = noted(world)
    guide = queries.guide_of(concern)
    every = [prompt.ref for bundle in prompts.bundles(guide) for prompt in bundle.prompts]
    assert len(every) == len(guide.signs) + len(guide.factors)
    backwards = [every[40], every[7], every[0], "signs/finnes-ikke"]
    assert [prompt.ref for prompt in prompts.ordered(guide, backwards)] == [every[0], every[7], every[40]]


def test_no_table_and_no_text_of_a_concern_holds_a_number() -> None:
    counted = [
        f"{model.__name__}.{field.name}"
        for model in (Concern, Item, Dossier)
        for field in model._meta.get_fields()
        if isinstance(field, models.IntegerField | models.FloatField | models.DecimalField)
    ]
    # Grows with each time it is written anew, whatever it says.
    assert counted == ["Item.version"]
    kinds = {str(field.annotation) for shape in SHAPES.values() for field in shape.model_fields.values()}
    assert not [kind for kind in kinds if "int" in kind or "float" in kind or "Decimal" in kind]


# --- two at once ------------------------------------------------------------------------------------------------------


def test_two_who_write_at_once_see_both_texts_and_nothing_is_lost(world: World) -> None:
    concern = noted(world)
    teacher, colleague = browser(world, "teacher"), invited(world, concern)
    mine, theirs = filled(page(teacher, concern)), filled(page(colleague, concern))
    # Two begin the same text: there is one for all who take part.
    colleague.post(address(concern), theirs | {"r-interpretation": "Han er ensom.", "r-tried": "Vi har snakket."})
    answer = teacher.post(address(concern), mine | {"r-interpretation": "Han er sint.", "r-unknown": "Hvem er de?"})
    assert answer.status_code == 409
    shown = text(answer)
    assert "Du skrev" in shown
    assert "colleague skrev" in shown
    assert "Han er ensom." in shown
    assert "Han er sint." in shown
    both = filled(answer)
    assert both["valg:r-interpretation"] == ["sammen"]
    assert teacher.post(address(concern), both).status_code == 302
    now = reflection(world, concern)
    assert now.interpretation == "Han er ensom.\n\nHan er sint."
    assert now.tried == "Vi har snakket."
    assert now.unknown == "Hvem er de?"


@pytest.mark.parametrize(("choice", "stands"), [("mitt", "Han er sint."), ("deres", "Han er ensom.")])
def test_either_text_can_be_kept(world: World, choice: str, stands: str) -> None:
    concern = noted(world)
    teacher, colleague = browser(world, "teacher"), invited(world, concern)
    mine, theirs = filled(page(teacher, concern)), filled(page(colleague, concern))
    colleague.post(address(concern), theirs | {"r-interpretation": "Han er ensom."})
    both = filled(teacher.post(address(concern), mine | {"r-interpretation": "Han er sint."}))
    teacher.post(address(concern), both | {"valg:r-interpretation": choice})
    assert reflection(world, concern).interpretation == stands


def test_two_windows_of_ones_own_clash_as_two_people_do(world: World) -> None:
    concern, client = noted(world), browser(world, "teacher")
    first = filled(page(client, concern))
    second = dict(first)
    own = next(name for name in first if name.endswith("-often"))
    client.post(address(concern), first | {own: "Første gang"})
    answer = client.post(address(concern), second | {own: "Tredje gang"})
    assert answer.status_code == 409
    assert "I det andre vinduet skrev du" in text(answer)
    client.post(address(concern), filled(answer))
    assert parts(world, concern)[0].often == "Første gang; Tredje gang"


# --- the draft --------------------------------------------------------------------------------------------------------


def test_the_draft_is_saved_and_says_which_versions_stand(world: World) -> None:
    concern, client = noted(world), browser(world, "teacher")
    form = filled(page(client, concern)) | {"r-tried": "Vi har snakket."}
    answer = client.post(address(concern, "draft"), form)
    assert answer.status_code == 200
    said = json.loads(answer.content)
    assert said["at"] == "12.00"
    assert said["versions"]["r"] == 1
    # The same once more, before the answer came: nothing new.
    assert json.loads(client.post(address(concern, "draft"), form).content)["versions"]["r"] == 1
    form |= {f"{part}-version": str(version) for part, version in said["versions"].items()}
    assert json.loads(client.post(address(concern, "draft"), form | {"r-tried": "Mer."}).content)["versions"]["r"] == 2
    assert client.post(address(concern, "draft"), form | {"r-tried": "Annet."}).status_code == 409


def test_a_draft_of_nobodys_is_refused_without_a_word_of_the_concern(world: World) -> None:
    concern = noted(world)
    form = filled(page(browser(world, "teacher"), concern))
    for name in ("colleague", "principal", "youth_worker", "administrator"):
        answer = browser(world, name).post(address(concern, "draft"), form)
        assert answer.status_code == 403
        assert concern.alias not in text(answer)


# --- what goes wrong --------------------------------------------------------------------------------------------------


def test_two_hundred_pages_are_refused_with_the_limit_and_kept(world: World) -> None:
    concern, client = noted(world), browser(world, "teacher")
    pasted = "Han sa at noen burde få det de fortjener. " * 15_000
    form = filled(page(client, concern)) | {"r-interpretation": pasted, "r-tried": "Vi har snakket."}
    answer = client.post(address(concern), form)
    assert answer.status_code == 400
    assert f"Det er plass til {LONGEST} tegn" in text(answer)
    assert filled(answer)["r-interpretation"] == [pasted]
    assert filled(answer)["r-tried"] == ["Vi har snakket."]
    drafted = client.post(address(concern, "draft"), form)
    assert drafted.status_code == 400
    assert "tegn" in json.loads(drafted.content)["words"]
    assert len(parts(world, concern)) == 1


@pytest.mark.parametrize("how", ["invitation", "role"])
def test_whoever_lost_it_while_they_wrote_gets_back_what_they_typed_and_nothing_else(world: World, how: str) -> None:
    concern = noted(world)
    client = invited(world, concern)
    form = filled(page(client, concern)) | {"r-tried": "Vi har snakket.", "r-unknown": "Hvem er de?"}
    colleague = world.accounts["colleague"]
    if how == "invitation":
        dossiers.end_reader(dossier=concern.dossier, unit=concern.unit, account=colleague, by=world.standing("teacher"))
    else:
        Membership.objects.filter(account=colleague).update(unit=world.units["uteteamet"])
    answer = client.post(address(concern), form)
    assert answer.status_code == 403
    assert "Vi har snakket." in text(answer)
    assert "Hvem er de?" in text(answer)
    assert SEEN not in text(answer)
    assert concern.alias not in text(answer)
    assert client.get(address(concern)).status_code == 404


def test_a_role_that_ended_meanwhile_keeps_the_text_through_the_page_where_one_signs_in(world: World) -> None:
    concern = noted(world)
    client = browser(world, "teacher")
    form = filled(page(client, concern)) | {"r-tried": "Vi har snakket."}
    with clock.frozen(NOON + timedelta(minutes=5)):
        people.end_membership(membership=Membership.objects.get(account=world.accounts["teacher"]), by=OPERATOR)
        answer = client.post(address(concern), form)
    assert answer.status_code == 403
    assert 'name="brakt"' in text(answer)
    assert SEEN not in text(answer)


def test_a_session_that_is_over_keeps_the_text(world: World) -> None:
    concern = noted(world)
    client = browser(world, "teacher")
    form = filled(page(client, concern)) | {"r-tried": "Vi har snakket."}
    with clock.frozen(NOON + timedelta(hours=9)):
        answer = client.post(address(concern), form)
    assert answer.status_code == 403
    assert 'name="brakt"' in text(answer)
    assert len(parts(world, concern)) == 1


def test_an_edition_that_is_published_meanwhile_changes_neither_steps_nor_words(world: World) -> None:
    concern, client = noted(world), browser(world, "teacher")
    form = filled(page(client, concern)) | {"r-tried": "Vi har snakket."}
    guide = guide_of("asker-baerum")
    changed = guide.model_copy(
        update={
            "steps": list(reversed(guide.steps)),
            "signs": guide.signs[1:],
            "title": {"nb": "Ny", "nn": "Ny", "en": "New"},
        }
    )
    publish(guide=changed, area="asker-baerum", by=OPERATOR, press=None)
    assert client.post(address(concern), form).status_code == 302
    shown = text(page(client, concern))
    first, second = guide.steps[0].short["nb"], guide.steps[1].short["nb"]
    steps = shown[shown.index('class="mv-trinn"') :]
    assert steps.index(first) < steps.index(second)
    assert f"signs/{guide.signs[0].id}" in shown


def test_a_guest_shows_who_they_are_the_first_time_and_no_more(world: World) -> None:
    concern = noted(world)
    dossiers.name_reader(
        dossier=concern.dossier,
        unit=concern.unit,
        account=world.accounts["colleague"],
        by=world.standing("teacher"),
    )
    client = browser(world, "colleague")
    asks = client.get(address(concern))
    assert asks.status_code == 302
    assert asks["Location"] == f"/inne/hvem/open_invited/{concern.dossier_id}/"
    about = client.session
    about["proven"] = {f"open_invited/{concern.dossier_id}": (clock.now() + timedelta(minutes=5)).isoformat()}
    about.save()
    assert client.get(address(concern)).status_code == 200
    with clock.frozen(NOON + timedelta(minutes=15)):
        assert client.get(address(concern)).status_code == 200
    assert browser(world, "teacher").get(address(concern)).status_code == 200


@pytest.mark.parametrize("name", ["principal", "colleague", "youth_worker", "slt", "contact"])
def test_nobody_else_sees_it(world: World, name: str) -> None:
    concern = noted(world)
    client = browser(world, name)
    assert client.get(address(concern)).status_code == client.get(f"/inne/bekymringer/{new_id()}/").status_code == 404
    assert concern.alias not in text(client.get("/inne/bekymringer/"))


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_pages_by_the_last_row_and_can_be_bookmarked(world: World) -> None:
    made = []
    for number in range(23):
        with clock.frozen(NOON + timedelta(minutes=number // 2)):
            made.append(noted(world, seen=f"Notat {number}"))
    client = browser(world, "teacher")
    first = text(client.get("/inne/bekymringer/"))
    onwards = re.search(r'href="([^"]*etter=[^"]*)"', first)
    assert onwards
    address_of_second = onwards[1].replace("&amp;", "&")
    second = text(client.get(address_of_second))
    found = [[one.alias for one in made if f">{one.alias}<" in shown] for shown in (first, second)]
    assert [len(one) for one in found] == [20, 3]
    assert not set(found[0]) & set(found[1])
    assert "25. november 2026 kl. 12.11" in first
    with clock.frozen(NOON + timedelta(hours=1)):
        noted(world, seen="En ny imens")
    assert text(client.get(address_of_second)).count("har ansvaret") == 3
    assert client.get("/inne/bekymringer/?etter=tull&vis=tull").status_code == 200


def test_an_empty_list_says_what_to_do(world: World) -> None:
    shown = text(browser(world, "teacher").get("/inne/bekymringer/"))
    assert "Du har ingen åpne bekymringer." in shown
    assert "skriver du det ned i dag" in shown


def test_a_tab_shows_its_own_status(world: World) -> None:
    concern, client = noted(world), browser(world, "teacher")
    Concern.objects.filter(pk=concern.pk).update(status=Status.REPORTED)
    assert concern.alias not in text(client.get("/inne/bekymringer/"))
    assert concern.alias in text(client.get("/inne/bekymringer/?vis=meldt"))

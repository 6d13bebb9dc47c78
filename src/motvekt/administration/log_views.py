"""The data protection officer's pages: the log of their own organisation, as a page and as a file."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render

from motvekt.access.capabilities import Capability
from motvekt.access.guard import requires
from motvekt.administration import log, log_actions
from motvekt.administration.forms import Heads, LogFilter
from motvekt.administration.wording import VERDICTS
from motvekt.audit.chain import Head, Verdict
from motvekt.audit.queries import Wanted
from motvekt.kernel import clock
from motvekt.organisations import stepup
from motvekt.organisations.middleware import READING, InsideRequest
from motvekt.organisations.models import Organisation
from motvekt.organisations.stepup import Act
from motvekt.web.methods import only


@dataclass(frozen=True)
class Asked:
    """Whose log somebody asked for, and what of it."""

    body: Organisation
    form: LogFilter

    @property
    def wanted(self) -> Wanted:
        said = self.form.cleaned_data
        return Wanted(
            since=said["fra"],
            until=said["til"],
            person=UUID(said["person"]) if said["person"] else None,
            event=said["hendelse"],
            dossier=said["mappe"],
        )

    @property
    def kept(self) -> str:
        """What stands in the address, but for the page."""
        given = [("virksomhet", self.body.slug), *((name, self.form.data.get(name)) for name in self.form.fields)]
        return urlencode([(name, value) for name, value in given if value])


def _asked(request: InsideRequest, given: QueryDict) -> Asked:
    body = log.body(request.standing, given.get("virksomhet", ""))
    if body is None:
        raise Http404
    return Asked(body, LogFilter(given, people=log.people(body.id)))


@requires(Capability.READ_LOG)
@only(*READING)
def entries(request: InsideRequest) -> HttpResponse:
    """Who did and read what, the newest first."""
    return _page(request, _asked(request, request.GET), Heads())


@requires(Capability.READ_LOG)
@only("POST")
def verify(request: InsideRequest) -> HttpResponse:
    """Whether the log is whole, shown above the log."""
    asked, form = _asked(request, request.POST), Heads(request.POST)
    heads = _heads(form) if form.is_valid() else None
    if heads is None:
        return _page(request, asked, form)
    verdict = log_actions.verify_log(controller=asked.body.id, heads=heads, by=request.standing)
    return _page(request, asked, form, verdict)


@requires(Capability.READ_LOG)
@only("POST")
def export(request: InsideRequest) -> HttpResponse:
    """What is shown, and what comes after it, as a file."""
    asked = _asked(request, request.POST)
    if not asked.form.is_valid():
        return _page(request, asked, Heads())
    if away := stepup.first(request, Act.EXPORT_LOG, asked.body.id):
        return away
    found = log_actions.export_log(controller=asked.body.id, wanted=asked.wanted, by=request.standing)
    response = HttpResponse(log.as_csv(found), content_type="text/csv; charset=utf-8")
    name = f"logg-{asked.body.slug}-{clock.today().isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(request: InsideRequest, asked: Asked, heads: Heads, verdict: Verdict | None = None) -> HttpResponse:
    found, before = [], request.GET.get("for", "")
    if asked.form.is_valid():
        number = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
        found = log_actions.read_log(controller=asked.body.id, wanted=asked.wanted, by=request.standing, before=number)
    shown = found[: log_actions.PAGE]
    about = {
        "tab": "log",
        "asked": asked,
        "form": asked.form,
        "lines": log.lines(shown),
        "older": shown[-1].number if len(found) > len(shown) else None,
        "is_first": not before,
        "bodies": log.bodies(request.standing),
        "counts": log.counts(request.area.id),
        "heads": heads,
        "verdict": verdict,
        "verdict_words": VERDICTS[verdict.state.value] if verdict else "",
    }
    wrong = not asked.form.is_valid() or (heads.is_bound and verdict is None)
    return render(request, "administration/log.html", about, status=400 if wrong else 200)


def _heads(form: Heads) -> list[Head] | None:
    """The heads that were pasted; None, with the error in the form, where one is none."""
    try:
        return [Head.read(line) for line in form.cleaned_data["heads"].splitlines() if line.strip()]
    except ValueError:
        form.fail()
        return None

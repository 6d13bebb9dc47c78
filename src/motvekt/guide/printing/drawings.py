"""The pages' drawings for paper: the same templates, with the style sheet's colours put in."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string

from motvekt.guide.schema import Step
from motvekt.guide.templatetags.guide import tilt

# As .f-a and the others in motvekt.css, in the light colours.
_STYLE = """<style>
.f-a{fill:#0d7a5f}.f-b{fill:#96c5b9}.f-c{fill:#efe5d3}.f-h{fill:#fff}
.s-a{stroke:#0d7a5f;stroke-width:4;fill:none;stroke-linecap:round;stroke-linejoin:round}
.s-n{stroke:#4d524f;stroke-width:2;fill:none}.s-kant{stroke:#0d7a5f;stroke-width:1.5}.s-d{stroke-dasharray:2 7}
</style>"""


def beam() -> str:
    """The large drawing."""
    return _for_paper(render_to_string("web/drawings/beam.html"))


def logo() -> str:
    """The mark."""
    return _for_paper(render_to_string("web/drawings/logo.html"))


def step(shown: Step, place: int, steps: Sequence[Step]) -> str:
    """A step on the beam, which leans less with each step; `place` counts from 0."""
    lean = tilt(len(steps) - 1 - place, list(steps))
    return _for_paper(render_to_string("web/drawings/step.html", {"kind": shown.kind.value, "tilt": lean}))


def _for_paper(svg: str) -> str:
    svg = svg[svg.index("<svg") :].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return svg.replace(">", f">{_STYLE}", 1)

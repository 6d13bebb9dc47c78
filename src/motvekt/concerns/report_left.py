"""What somebody had typed on a page of a report when they went back from it before it was right: it stands there when
they come again, and nothing of it is sent before it is.
"""

from __future__ import annotations

from typing import cast

from django import forms
from django.http import QueryDict

from motvekt.concerns.drafts import Draft
from motvekt.concerns.report_about import Asked
from motvekt.concerns.texts import LONGEST

Fields = dict[str, tuple[str, ...]]


def left(draft: Draft, asked: Asked, form: forms.Form) -> Draft:
    """The draft with what stands in a page's fields."""
    return draft.but(unfinished=draft.unfinished | {asked.value: _sent(form)})


def finished(draft: Draft, asked: Asked) -> Draft:
    """The draft where a page is answered."""
    return draft.but(unfinished={page: fields for page, fields in draft.unfinished.items() if page != asked.value})


def put_back(form: forms.Form, draft: Draft, asked: Asked) -> None:
    """Let a page's fields begin with what stood there. Errors are said when it is sent."""
    if (fields := draft.unfinished.get(asked.value)) is None:
        return
    sent = QueryDict(mutable=True)
    for name, values in fields.items():
        sent.setlist(name, list(values))
    for name, field in _typed(form).items():
        form.initial[name] = field.widget.value_from_datadict(sent, {}, name)


def is_too_long(form: forms.Form) -> bool:
    """Whether something is longer than any text may be: a draft carries no more. Such a page isn't left."""
    return any(len(value) > LONGEST for values in _sent(form).values() for value in values)


def _sent(form: forms.Form) -> Fields:
    sent = cast(QueryDict, form.data)
    return {name: tuple(sent.getlist(name)) for name in _typed(form) if name in sent}


def _typed(form: forms.Form) -> dict[str, forms.Field]:
    """The fields that somebody fills in; not the id that a form was shown with."""
    return {name: field for name, field in form.fields.items() if not field.widget.is_hidden}

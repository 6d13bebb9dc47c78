from __future__ import annotations
import pytest
from tests.integration.consultations.asking import *
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("within_asker_and_baerum")]
def test_smoke() -> None:
    r = step(get(), "kvittering")
    print(r.status_code, page(r)[2000:4200])
    assert 0

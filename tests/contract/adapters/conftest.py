"""Every test here runs against every adapter that has a `<platform>_looks.py` beside this file."""

from importlib import import_module
from pathlib import Path

import pytest

from tests.contract.adapters.looks import Looks

PLATFORMS = sorted(file.stem for file in Path(__file__).parent.glob("*_looks.py"))
LOOKS: list[Looks] = [import_module(f"tests.contract.adapters.{name}").LOOKS for name in PLATFORMS]


@pytest.fixture(params=LOOKS, ids=lambda looks: looks.name)
def looks(request: pytest.FixtureRequest) -> Looks:
    adapter: Looks = request.param
    return adapter

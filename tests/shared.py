"""Where the reference data stands beside the checkout, if it does."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared_data(folder: str) -> Path:
    """The folder of reference data, or a skip that says in one line what was not tested."""
    path = SHARED / folder
    if not path.exists():
        pytest.skip(f"no reference data at ../shared/data/{folder}")
    return path

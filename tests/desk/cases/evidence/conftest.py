"""The folder in which the files of a test are kept."""

from pathlib import Path

import pytest

from tests.desk.database import Database


@pytest.fixture
def store_folder(database: Database) -> Path:
    return database.data / "files"

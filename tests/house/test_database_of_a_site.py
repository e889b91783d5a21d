"""A server named by DATABASE_URL: what is said when it cannot be reached, and how long its migrations may take."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from config import database
from tests.house.sources import ROOT

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'django_migrations'::regclass"


def test_a_server_that_is_not_there_is_named_in_one_sentence(settings: Any) -> None:
    settings.DATABASE_URL = "postgresql://yichuang@/yichuang?host=/nowhere"
    with pytest.raises(database.Unavailable) as refused:
        database.hold()
    assert "/nowhere" in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.django_db(transaction=True)
def test_migrations_may_take_longer_than_a_page(tmp_path: Path) -> None:
    process = _migrate(tmp_path)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
        _until_somebody_waits(cursor)
        time.sleep(1.5)
    told = process.communicate(timeout=60)[0]
    assert process.returncode == 0, told


def _migrate(data: Path) -> "subprocess.Popen[str]":
    where = connection.settings_dict
    told = {
        "DATABASE_URL": f"postgresql://{where['USER']}@/{where['NAME']}?host={where['HOST']}",
        "YICHUANG_DATA": str(data),
        "YICHUANG_DB_STATEMENT_SECONDS": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "manage.py", "migrate"]
    return subprocess.Popen(
        command, cwd=ROOT, env=os.environ | told, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def _until_somebody_waits(cursor: Any) -> None:
    for _ in range(300):
        cursor.execute(WAITING)
        if cursor.fetchone()[0]:
            return
        time.sleep(0.1)
    pytest.fail("migrate did not ask for the table")

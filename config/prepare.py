"""Makes the installation ready to start: migrations, static files, and the demonstration centre when there is none.

Run by ./run before the processes; quick when nothing is to be done. `python -m config.prepare [--empty]`
"""

import contextlib
import hashlib
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main(*, empty: bool) -> None:
    import django

    from config import database

    os.environ["YICHUANG_DB_STATEMENT_SECONDS"] = "0"  # an index on a large table takes its time
    with database.hold():
        django.setup()
        _migrate()
        _collect_static()
        if not empty:
            _load_demonstration()


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("正在更新数据库结构…… Updating the database.", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def _collect_static() -> None:
    """Only when a static file has changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    state = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state.update(f"{name} {storage.size(name)} {storage.get_modified_time(name)}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == state.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(state.hexdigest())


def _load_demonstration() -> None:
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    unfinished = Path(settings.DATA) / "load_demo.unfinished"  # the loader goes on where it was interrupted
    if apps.get_model("offices", "Centre")._default_manager.exists() and not unfinished.exists():
        return
    unfinished.touch()
    print("正在载入示范中心（安阳县政务服务中心），约需一分钟…… Loading the demonstration centre.", flush=True)
    # What the loaders tell about calendar and items is for a file; the accounts are shown when all is up.
    with (Path(settings.DATA) / "load_demo.log").open("w", encoding="utf-8") as log, contextlib.redirect_stdout(log):
        call_command("load_demo")
    unfinished.unlink()


if __name__ == "__main__":
    main(empty="--empty" in sys.argv[1:])

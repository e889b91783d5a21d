"""The jobs of this package: an import of tables is tried out and carried out. Run again, nothing comes twice."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yichuang.base import clock
from yichuang.catalogue.sheets import carrying_out

QUEUE = "imports"


@app.task(queue=QUEUE, name="catalogue.import_tables", retry=RetryStrategy(max_attempts=3, exponential_wait=5))
def import_tables(run_id: str) -> None:
    """Do what the run waits for: the dry run after the upload, the import after the confirmation."""
    carrying_out.go_on(UUID(run_id), at=clock.now())


def defer_import(run_id: UUID) -> None:
    """Ask for the next step of a run, in the transaction of the caller; one import of a centre at a time."""
    import_tables.configure(lock="catalogue.import_tables").defer(run_id=str(run_id))

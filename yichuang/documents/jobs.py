"""The jobs of this package. A job asked for inside a transaction exists when, and only when, that commits."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yichuang.base import clock
from yichuang.documents import rendering
from yichuang.documents.models import PrintedLetter

QUEUE = "letters"


# A letter that cannot be drawn now (disk full, store away) is tried again for about a day, and then left as failed for
# the operator; a reader who comes first draws it himself.
@app.task(
    queue=QUEUE,
    name="documents.render_letter",
    retry=RetryStrategy(max_attempts=10, exponential_wait=3),
)
def render_letter(letter_id: str) -> None:
    """Draw, sign and keep the PDF of one letter. Does nothing when that has been done."""
    rendering.ensure(UUID(letter_id), at=clock.now())


# Many letters at once are drawn by one job, so that whoever prints them sees how far it is. A letter of which its own
# job is already done is passed over.
@app.task(queue=QUEUE, name="documents.render_printing", retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def render_printing(printing_id: str) -> None:
    """Draw what nobody has drawn yet of the letters of a printing, in their order."""
    undrawn = PrintedLetter.objects.filter(printing=UUID(printing_id), letter__digest=None).order_by("position")
    for letter_id in list(undrawn.values_list("letter", flat=True)):
        rendering.ensure(letter_id, at=clock.now())


def defer_printing(printing_id: UUID) -> None:
    """Ask for every letter of the printing; one statement, in the transaction of the caller."""
    render_printing.configure(lock=f"printing:{printing_id}").defer(printing_id=str(printing_id))


def defer_rendering(letter_id: UUID) -> None:
    """Ask for the letter's PDF; one statement, on the connection and in the transaction of the caller."""
    render_letter.configure(lock=f"letter:{letter_id}").defer(letter_id=str(letter_id))

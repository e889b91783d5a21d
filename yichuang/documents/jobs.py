"""The jobs of this package. A job asked for inside a transaction exists when, and only when, that commits."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from yichuang.base import clock
from yichuang.documents import rendering

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


def defer_rendering(letter_id: UUID) -> None:
    """Ask for the letter's PDF; one statement, on the connection and in the transaction of the caller."""
    render_letter.configure(lock=f"letter:{letter_id}").defer(letter_id=str(letter_id))

"""The way to a case from the desk: the second question of every page. A stranger's case does not exist."""

from django.http import Http404

from yichuang.cases import deeming, queries
from yichuang.cases.models import Case
from yichuang.delivery.models import Direction
from yichuang.people import reading
from yichuang.people.models import Role
from yichuang.web.kit.request import Request


def case_or_404(request: Request, number: str, *, asked_too: bool = False) -> Case:
    """The case, if this member of staff may see it; with `asked_too` also when his department has one step of it."""
    try:
        return deeming.case_for(request.actor, number, at=request.now, asked_too=asked_too)
    except queries.NoSuchCase as refused:
        raise Http404(str(refused)) from None


def sees_persons(request: Request) -> bool:
    """Whether the roles of this member of staff deal with applicants. Others see the way only."""
    return request.actor.has(*reading.READERS)


def may_give_papers(request: Request) -> list[Direction]:
    """In which directions this member of staff gives papers away: a clerk to departments, an officer to windows."""
    found = [Direction.OUT] if request.actor.has(Role.CLERK) else []
    officers = (Role.EXAMINER, Role.CHIEF_APPROVER, Role.HEAD)
    return [*found, Direction.BACK] if request.actor.has(*officers) else found

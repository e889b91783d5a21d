"""Anybody may ask the register whether a letter is genuine."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from yichuang.base.refusal import Refused
from yichuang.documents import verifying
from yichuang.web.api.answering import said
from yichuang.web.api.shapes.outgoing import Verification
from yichuang.web.kit.request import Request

router = Router(tags=["letters"])


class NoSuchLetter(Refused):
    """No letter has this code."""

    code = "no_such_letter"


@router.get("/letters/verify/{code}", response=Verification, url_name="letter_verification")
def verification(request: Request, code: str) -> HttpResponse:
    """What the register knows of the letter with this verification code; it counts, not the copy."""
    registered = verifying.verify_code(code)
    if registered is None:
        raise NoSuchLetter(_("没有找到验证码对应的文书。请核对文书上的验证码；仍找不到的，可能不是本系统出具的文书。"))
    return said(Verification.of(registered))

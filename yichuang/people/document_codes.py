"""The types of documents as other systems write them.

The codes are those of GA/T 2000.156-2016 公安信息代码 第156部分: 常用证件代码, which GB/T 39046 (A.4) asks for. They
were read in the open package tourze/ga-t-2000, which names the standard as its source, and most of them again in the
open SDK of Zhibao (CarbonIdType). Two types have no code there,
and none is made up: 港澳台居民居住证 is younger than the standard (2018; 154 居住证 is another document), and
统一社会信用代码 is a code, no document.
"""

from collections.abc import Mapping
from typing import Final

from yichuang.people.models import DocumentType

CODES: Final[Mapping[str, str]] = {
    DocumentType.IDENTITY_CARD: "111",
    DocumentType.OFFICER_CARD: "114",
    DocumentType.SOLDIER_CARD: "118",
    DocumentType.PASSPORT: "414",
    DocumentType.TAIWAN_PERMIT: "511",
    DocumentType.HK_MACAO_PERMIT: "516",
    DocumentType.FOREIGN_PERMANENT: "553",
    DocumentType.OTHER: "990",
}
_TYPES: Final[Mapping[str, str]] = {code: kind for kind, code in CODES.items()} | {"512": DocumentType.TAIWAN_PERMIT}
"""512 is the permit of Taiwan residents for one journey: the same document here."""


def code_of(kind: str) -> str:
    """The code of a document type; "" where the standard has none."""
    return CODES.get(kind, "")


def type_of_code(told: str) -> str:
    """The document type of that code; anything else as it came."""
    return _TYPES.get(told, told)

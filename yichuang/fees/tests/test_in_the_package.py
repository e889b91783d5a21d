"""Everything about paying lies in the archive package of the case, and a stranger verifies it."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from yichuang.cases import testing as cases
from yichuang.cases.afterwards import packaging
from yichuang.fees import billing, paying, refunding, testing, vouchers

pytestmark = pytest.mark.usefixtures("staffed_town")
AT = testing.AT
VERIFIER = Path(__file__).parents[3] / "tools" / "verify_archive.py"


def test_bill_reduction_payment_refund_and_electronic_bill_are_in_the_package(tmp_path: Path) -> None:
    bill = testing.billed()
    line, said = bill.lines.order_by("id")[0], {"basis": "某法", "reason": "小微企业"}
    billing.reduce(bill=bill, line=line.pk, kind="reduced", fen=500, by=testing.head(), at=AT, **said)
    payment = paying.take(bill=bill, channel="cash", fen=6500, by=testing.clerk(), at=AT)
    elements = vouchers.Elements("41060126", "0012345678", "a1b2c3", AT.date())
    vouchers.record(voucher=payment.voucher, elements=elements, by=testing.clerk(), at=AT)
    refunding.refund(payment=payment, reason="重复收费", reference="R1", by=testing.head(), at=AT)
    case = cases.drawn(bill.case, at=AT)
    package = tmp_path / "package.zip"
    package.write_bytes(b"".join(packaging.export(case=case, reason="核验", by=testing.clerk(), at=AT).chunks()))

    with zipfile.ZipFile(io.BytesIO(package.read_bytes())) as archive:
        name = next(one for one in archive.namelist() if one.endswith("/data/rows.json"))
        rows = json.loads(archive.read(name))
    assert (rows["fees_bill"][0]["number"], rows["fees_line"][0]["amount"]) == (bill.number, 2000)
    assert (rows["fees_reduction"][0]["fen"], rows["fees_payment"][0]["fen"]) == (500, 6500)
    assert (rows["fees_refund"][0]["reference"], rows["fees_voucher"][0]["number"]) == ("R1", "0012345678")
    command = [sys.executable, "-I", "-S", str(VERIFIER), str(package)]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    assert told.returncode == 0, told.stdout

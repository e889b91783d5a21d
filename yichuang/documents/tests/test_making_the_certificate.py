"""The pair that signs letters is made once, whoever comes at the same time and wherever it was interrupted."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from yichuang.documents import signing, testing


def fits(directory: Path) -> bool:
    key = serialization.load_pem_private_key((directory / signing.KEY_FILE).read_bytes(), password=None)
    certificate = x509.load_pem_x509_certificate((directory / signing.CERTIFICATE_FILE).read_bytes())
    return key.public_key() == certificate.public_key()


def test_a_key_left_without_its_certificate_gets_one(tmp_path: Path) -> None:
    signing.make_certificate(tmp_path, at=testing.MORNING)
    (tmp_path / signing.CERTIFICATE_FILE).unlink()
    before = (tmp_path / signing.KEY_FILE).read_bytes()
    signing.make_certificate(tmp_path, at=testing.MORNING)
    assert fits(tmp_path)
    assert (tmp_path / signing.KEY_FILE).read_bytes() == before


def test_whoever_returns_finds_a_whole_pair(tmp_path: Path) -> None:
    def make(_number: int) -> bool:
        signing.make_certificate(tmp_path, at=testing.MORNING)
        return fits(tmp_path)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(make, range(40)))

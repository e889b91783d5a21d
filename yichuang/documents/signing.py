"""The electronic signature on a letter's PDF: PAdES-B over the whole file, certified so that no change is allowed.

The key and certificate are two files below the data directory. When there are none, a self-signed pair is made for the
demonstration; a site puts its own in their place and moves the old certificate to `letters-former/`, against which
letters signed before are still verified. (电子签名法 arts 13–14; SM2 seals come through the vendor's signing server.)
"""

from __future__ import annotations

import contextlib
import functools
import io
import os
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

KEY_FILE: Final = "letters-key.pem"
CERTIFICATE_FILE: Final = "letters-certificate.pem"
FORMER: Final = "letters-former"
FIELD: Final = "Signature"
YEARS: Final = 10
AROUND: Final = 4096
"""Bytes of a signature besides its certificate, at the most."""


def sign(pdf: bytes, *, reason: str, at: datetime) -> bytes:
    """`pdf` with our signature over all of it; any later addition breaks the certification. `at` dates a certificate
    that has still to be made."""
    # pyhanko takes most of a second to import, and few processes sign.
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, signers
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

    directory = _directory()
    if not (directory / CERTIFICATE_FILE).exists():
        make_certificate(directory, at=at)
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
    )
    out = io.BytesIO()
    # Room in hexadecimal for the signature; left to itself pyhanko signs twice, the first time to know how much.
    room = 2 * ((directory / CERTIFICATE_FILE).stat().st_size + AROUND)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    signers.sign_pdf(writer, metadata, signer=_signer(directory), output=out, bytes_reserved=room)
    return out.getvalue()


def certificates() -> list[tuple[str, bytes]]:
    """Our certificates with their names, the present one and those used before, for whoever verifies a letter."""
    directory = _directory()
    files = [directory / CERTIFICATE_FILE, *sorted((directory / FORMER).glob("*.pem"))]
    return [(file.name, file.read_bytes()) for file in files if file.exists()]


def trusted_fingerprints() -> frozenset[bytes]:
    """SHA-256 of our certificates, the present one and those used before."""
    found = [x509.load_pem_x509_certificate(content) for _name, content in certificates()]
    return frozenset(certificate.fingerprint(hashes.SHA256()) for certificate in found)


def make_certificate(directory: Path, *, at: datetime) -> None:
    """A key (readable by its owner only) and its self-signed certificate. Of several processes starting together one
    wins and all use its pair; an existing pair is never replaced, and a key left without its certificate gets one."""
    secret = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write_new(directory / KEY_FILE, secret)
    # Made for the key that lies there now, whoever put it there: so whichever certificate comes first fits it, and
    # nobody goes on before there is one.
    key = serialization.load_pem_private_key((directory / KEY_FILE).read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101 - only a site's own pair is of another kind
    _write_new(directory / CERTIFICATE_FILE, _self_signed(key, at=at).public_bytes(serialization.Encoding.PEM))


def _self_signed(key: ec.EllipticCurvePrivateKey, *, at: datetime) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "一窗"),
            x509.NameAttribute(NameOID.COMMON_NAME, "文书签名（演示证书）"),
        ]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=366 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(), critical=True)
        .sign(key, hashes.SHA256())
    )


def _key_usage() -> x509.KeyUsage:
    wanted = {"digital_signature", "content_commitment"}
    every = ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign")
    usage = {name: name in wanted for name in (*sorted(wanted), *every, "encipher_only", "decipher_only")}
    return x509.KeyUsage(**usage)


def _write_new(path: Path, content: bytes) -> None:
    """Write `path` whole or not at all; what is there already stays."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _directory() -> Path:
    return Path(settings.DATA) / "keys"


@functools.cache
def _signer(directory: Path) -> SimpleSigner:
    from pyhanko.sign.signers import SimpleSigner

    # pyhanko annotates its class but not this method.
    load = cast("Callable[[str, str], SimpleSigner | None]", SimpleSigner.load)
    signer = load(str(directory / KEY_FILE), str(directory / CERTIFICATE_FILE))
    if signer is None:
        raise RuntimeError(f"no usable key and certificate for letters in {directory}")
    return signer

"""Files with content credentials, signed here by an invented camera whose certificate an invented root has made."""

from __future__ import annotations

import datetime
import functools
import io

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from alongside.cleaning import KINDS

CAMERA, MAKER, PROGRAM = "Invented Camera 7", "Invented Agency", "Invented Program"
MADE = "2026-03-04T05:06:07Z"
CREATED = {
    "action": "c2pa.created",
    "when": MADE,
    "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
}
# The library reads the clock of the machine, and signs with no certificate that has ended.
FIRST, LAST = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (2020, 2049))
_USES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
    "encipher_only", "decipher_only",
)  # fmt: skip


@functools.cache
def _chain() -> tuple[bytes, bytes]:
    """A camera's certificate with that of its root, and the camera's key."""
    root, camera = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    above, below = _named("Invented Root", "Invented Root"), _named(CAMERA, MAKER)
    made = [
        _certificate(above, above, root, root, "key_cert_sign", top=True),
        _certificate(below, above, camera, root, "digital_signature", top=False),
    ]
    key = camera.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in reversed(made)), key


def _named(common: str, organization: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    by: ec.EllipticCurvePrivateKey,
    use: str,
    *,
    top: bool,
) -> x509.Certificate:
    made = (
        x509.CertificateBuilder(issuer, subject, key.public_key(), 6 + top, FIRST, LAST)
        .add_extension(x509.BasicConstraints(top, None), critical=True)
        .add_extension(x509.KeyUsage(**{name: name == use for name in _USES}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
    )
    if not top:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return made.sign(by, hashes.SHA256())


def signed(data: bytes, kind: str, *, elsewhere: str = "", edited: bool = False) -> bytes:
    """The file with a manifest in it, or with the address of one. Edited, the manifest names the file as what it was made from."""
    certificates, key = _chain()
    quiet = {
        "verify": {"verify_after_sign": False, "verify_trust": False, "remote_manifest_fetch": False},
        "builder": {"thumbnail": {"enabled": False}},
    }
    told = {
        "claim_generator_info": [{"name": PROGRAM, "version": "1.0"}],
        "assertions": [] if edited else [{"label": "c2pa.actions", "data": {"actions": [CREATED]}}],
    }
    out = io.BytesIO()
    with c2pa.Context.from_dict(quiet) as context, c2pa.Builder(told, context=context) as builder:
        if edited:
            builder.set_intent(c2pa.C2paBuilderIntent.EDIT)
        if elsewhere:
            builder.set_no_embed()
            builder.set_remote_url(elsewhere)
        with c2pa.Signer.from_info(
            c2pa.C2paSignerInfo(alg=b"es256", sign_cert=certificates, private_key=key, ta_url=None)
        ) as signer:
            builder.sign(signer, KINDS[kind].media, io.BytesIO(data), out)
    return out.getvalue()

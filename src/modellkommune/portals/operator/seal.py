"""Check a permit, a decision or a photograph of a seal, without database and network."""

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from modellkommune.environment import read_environment
from modellkommune.foundation.documents.trust import NothingTrusted, Trust
from modellkommune.foundation.documents.verification import (
    PdfVerdict,
    SealVerdict,
    verify_pdf,
    verify_seal_image,
)

_PDF: Final = b"%PDF-"
_WHY: Final = {
    "not_signed": "the file carries no electronic signature",
    "altered": "it was changed after it was signed",
    "unknown_signer": "its signer is not among the trusted certificates",
    "signed_outside_validity": "its signer's certificate was not valid on the day of signing",
    "data_missing": "its machine-readable data are missing",
    "seal_missing": "its seal is missing",
    "seal_not_genuine": "its seal is not genuine",
    "seal_disagrees": "its seal says something else than its data",
    "no_barcode": "no seal was found in the picture",
    "unreadable": "it is neither a PDF nor a picture that can be opened",
    "not_a_seal": "the code in the picture is not a permit's seal",
}


def register(subparsers: Any) -> None:
    """Add `seal verify <file> [--trust <folder or pem file>]`."""
    parser = subparsers.add_parser("seal", help=__doc__)
    actions = parser.add_subparsers(required=True, metavar="action")
    verify = actions.add_parser("verify", help="say whether a PDF or a photograph is genuine")
    verify.add_argument("file", type=Path)
    verify.add_argument(
        "--trust", type=Path, help="PEM file or folder; by default the folder trust of MODELLKOMMUNE_HOME"
    )
    verify.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print one sentence; the exit status is 0 for genuine, 1 for not genuine, 2 if neither can be said."""
    folder = arguments.trust or read_environment(os.environ).home / "trust"
    try:
        trust = Trust.of_path(folder)
    except NothingTrusted:
        return _cannot(f"There are no certificates in {folder}; name a PEM file or a folder with --trust.")
    try:
        content = arguments.file.read_bytes()
    except OSError as error:
        return _cannot(f"{arguments.file} cannot be read: {error.strerror}.")
    return _say(arguments.file.name, content, trust)


def _say(name: str, content: bytes, trust: Trust) -> int:
    verdict = verify_pdf(content, trust) if _PDF in content[:1024] else verify_seal_image(content, trust)
    if not verdict.genuine:
        print(f"Refused: {name} is not genuine, {_WHY[verdict.reason]}.")
        return 1
    print(f"Accepted: {name} is {_described(verdict)}, signed by {verdict.signer} on {verdict.signed}.")
    return 0


def _described(verdict: PdfVerdict | SealVerdict) -> str:
    if isinstance(verdict, SealVerdict):
        return f"the genuine seal of {_permit(verdict.fields or {})}"
    data = verdict.data or {}
    if verdict.document == "permit":
        return f"the genuine {_permit(data)}"
    return f"the genuine {verdict.document} {data.get('number', '')}".rstrip()


def _permit(fields: Mapping[str, Any]) -> str:
    return (
        f"permit {fields['number']} for zone {fields['zone']} and {', '.join(fields['plates'])}, "
        f"valid from {fields['valid_from']} to {fields['valid_to']}"
    )


def _cannot(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2

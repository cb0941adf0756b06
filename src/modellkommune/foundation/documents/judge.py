"""The process in which `judging` has a file opened: a line of JSON and the content in, JSON out."""

import json
import sys
from typing import Any, Final

from modellkommune.foundation.documents.trust import Trust
from modellkommune.foundation.documents.verification import SealVerdict, verify_pdf, verify_seal_image
from modellkommune.foundation.files.child import bind

PDF_MARK: Final = b"%PDF-"


def judged(content: bytes, trust: Trust) -> dict[str, Any]:
    """{reason, number, plates}; number and plates are empty unless the seal is genuine."""
    seal: SealVerdict | None
    if content.startswith(PDF_MARK):
        document = verify_pdf(content, trust)
        reason, seal = str(document.reason), document.seal if document.genuine else None
    else:
        seal = verify_seal_image(content, trust)
        reason = str(seal.reason)
    fields = seal.fields if seal is not None and seal.genuine else None
    if fields is None:
        return {"reason": reason, "number": "", "plates": []}
    return {"reason": reason, "number": str(fields["number"]), "plates": list(fields["plates"])}


def main() -> None:
    """One file, from the standard input to the standard output."""
    bind()
    trust = Trust.of_pem(json.loads(sys.stdin.buffer.readline()))
    sys.stdout.write(json.dumps(judged(sys.stdin.buffer.read(), trust)))


if __name__ == "__main__":
    main()

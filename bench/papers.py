"""What seal, PDF and signature cost, beside the bare library in the same run (CPU, milliseconds).

`report` prints them as JSON, with the keys of the installation whose data folder the environment names.
"""

import itertools
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import typst
import zxingcpp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from bench.people import TOWN
from modellkommune.foundation.documents.commands import render, seal_permit, sign_pdf

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 40
FIELDS = {
    "number": "PA-4F7K9-XTMC2",
    "zone": "G",
    "plates": ["DN-AB 123"],
    "valid_from": "2026-12-03",
    "valid_to": "2027-12-02",
}
BARE_PAGE = b'#set page(paper: "a4")\nBewohnerparkausweis'


@dataclass(frozen=True)
class Cost:
    """Median CPU milliseconds of ours and of the bare library; `of_a_case` says how many a case needs."""

    name: str
    ours: float
    bare: float
    library: str
    of_a_case: int

    @property
    def ratio(self) -> float:
        """Ours by theirs."""
        return self.ours / self.bare if self.bare else 0.0


def costs(town: str) -> list[Cost]:
    """Seal, PDF and signature."""
    folder = ROOT / "blueprints" / "resident-parking" / "documents"
    source = (folder / "permit.typ").read_text("utf-8")
    sample = ROOT / "tests" / "foundation" / "documents" / "permit.json"
    data = json.loads(sample.read_text("utf-8"))
    code = seal_permit(FIELDS, town)
    data |= {"seal_svg": code.svg, "seal_width_mm": code.width_mm}
    numbers = itertools.count()

    def another() -> bytes:
        # Each with a number of its own: typst knows a document again that it has just set.
        number = {"number": f"PA-{next(numbers):05}"}
        return render(source, data | number, "de", {"document": "permit", **FIELDS, **number})

    pdf = another()
    key = ec.generate_private_key(ec.SECP256R1())
    return [
        Cost(
            "seal (signed DataMatrix as SVG)",
            _milliseconds(lambda: seal_permit(FIELDS, town).svg),
            _milliseconds(lambda: _barcode(code.raw)),
            "zxing-cpp",
            of_a_case=1,
        ),
        Cost(
            "PDF (permit, PDF/A-3a and PDF/UA-1)",
            _milliseconds(another),
            _milliseconds(lambda: typst.compile(BARE_PAGE, format="pdf")),
            "typst, one word",
            of_a_case=2,
        ),
        Cost(
            "signature (PAdES)",
            _milliseconds(lambda: sign_pdf(pdf, town)),
            _milliseconds(lambda: key.sign(pdf, ec.ECDSA(hashes.SHA256()))),
            "ECDSA P-256 alone",
            of_a_case=2,
        ),
    ]


def _barcode(raw: bytes) -> object:
    return zxingcpp.create_barcode(raw, zxingcpp.BarcodeFormat.DataMatrix).to_image(scale=1)


def _milliseconds(deed: Callable[[], object]) -> float:
    deed()
    times = []
    for _ in range(ROUNDS):
        before = time.process_time()
        deed()
        times.append((time.process_time() - before) * 1000)
    return statistics.median(times)


def report() -> None:
    """Print the costs as JSON."""
    print(json.dumps([asdict(cost) | {"ratio": cost.ratio} for cost in costs(TOWN)]))

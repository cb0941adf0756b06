"""Each release leaves a small backup in `dumps/`; this version must bring it back, migrate and open it.

`scripts/release-dump.sh` (`make release-dump`) makes it. The key below is the one of these backups and
public: it protects invented people only.
"""

import base64
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
DUMPS = Path(__file__).parent / "dumps"
MASTER_KEY = base64.b64encode(b"public key of the upgrade tests!").decode()
DAY = "2026-12-03"
TOWN = "musterstadt"

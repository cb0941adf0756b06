"""What the simulator is told when it starts."""

import os
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class Settings:
    """Ports, folders and secrets; `today` is fixed in tests only."""

    home: Path
    port: int = 8001
    platform_port: int = 8000
    municipalities: Path = Path("municipalities")
    seed: int = 2026
    public_url: str = ""
    totp_secret: str = field(default_factory=lambda: os.environ.get("DEMO_TOTP_SECRET", ""), repr=False)
    staff: str = field(default_factory=lambda: os.environ.get("DEMO_STAFF", ""), repr=False)
    today: date | None = None

    @property
    def url(self) -> str:
        """Address for browsers, without a closing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def internal_url(self) -> str:
        """Address for servers: Python does not resolve every name under localhost."""
        return f"http://127.0.0.1:{self.port}"

    def portal(self, host: str) -> str:
        """Address of a municipality's portal."""
        return f"http://{host}:{self.platform_port}"

    def day(self) -> date:
        """The day in Germany."""
        return self.today or datetime.now(BERLIN).date()

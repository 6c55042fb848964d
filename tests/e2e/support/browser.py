"""What the tests that look at pages share: their scripts' modules, and where pictures go."""

import subprocess

from support.system import REPOSITORY

E2E = REPOSITORY / "tests" / "e2e"
PICTURES = REPOSITORY / "build" / "screenshots"


def prepare() -> None:
    """Once for a checkout: what the scripts import."""
    if not (E2E / "node_modules" / "axe-core").is_dir():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=E2E, check=True)
    PICTURES.mkdir(parents=True, exist_ok=True)

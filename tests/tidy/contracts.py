"""buf lint over proto/, by the version that tests/run installs."""
import shutil
import subprocess
import sys

from rules.tree import ROOT

buf = shutil.which("buf") or str(ROOT / "build" / "tools" / "bin" / "buf")
result = subprocess.run([buf, "lint"], cwd=ROOT / "proto", capture_output=True, text=True)
print(result.stdout + result.stderr)
sys.exit(result.returncode)

"""buf lint over proto/, by the version that tests/run installs (or the one on PATH)."""
import pathlib
import shutil
import subprocess
import sys

from rules.tree import ROOT

buf = shutil.which("buf") or str(pathlib.Path(sys.argv[2]) / "tools" / "bin" / "buf")
result = subprocess.run([buf, "lint"], cwd=ROOT / "proto", capture_output=True, text=True)
print(result.stdout + result.stderr)
sys.exit(result.returncode)

"""Every folder that a stranger opens says on one screen what it is."""
from rules.tree import ROOT, files, finish, relative

SCREEN = 120  # lines; a house page may be longer than a folder's
ALWAYS = ["", "proto", "services", "services/common", "deploy", "deploy/local", "tests"]

folders = set(ALWAYS)
for path in files():
    parts = relative(path).split("/")
    if parts[0] == "services" and len(parts) > 2:
        folders.add("/".join(parts[:2]))
        if parts[1] == "common" and len(parts) > 3:
            folders.add("/".join(parts[:3]))

faults = []
for folder in sorted(folders):
    readme = ROOT / folder / "README.md"
    if not readme.is_file():
        faults.append(f"{folder or '.'}: has no README.md")
    elif folder != "services" and len(readme.read_text().splitlines()) > SCREEN:
        faults.append(f"{folder or '.'}/README.md: more than {SCREEN} lines")
finish(faults)

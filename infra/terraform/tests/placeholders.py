"""Zips of the right names with nothing of use in them: what is looked at here is the stack, not the code."""

import json
import sys
import zipfile
from pathlib import Path

catalogue, folder = Path(sys.argv[1]), Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
domains = {function["domain"] for function in json.loads(catalogue.read_text())["functions"]}
for name in sorted(domains | {"rds-ca"}):
    with zipfile.ZipFile(folder / f"{name}.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("placeholder"), f"{name}\n")

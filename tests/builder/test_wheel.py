"""The wheel serves its own packages, wherever it is started: here, where folders of the same names lie in wait."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from runtime.db import Database
from tests.conftest import KEYS, STATE

ROOT = Path(__file__).parents[2]
DECOY = 'raise SystemExit("the working directory\'s package was imported")\n'


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script of a virtual environment that holds our wheel, and finds its dependencies in this one."""
    home = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(home), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    venv.create(home / "venv", with_pip=True)
    python = home / "venv" / "bin" / "python"
    (wheel,) = home.glob("*.whl")
    install = [python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel]
    subprocess.run(install, check=True, env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    purelib = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([python, "-c", purelib], check=True, capture_output=True, text=True).stdout.strip()
    (Path(site) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "venv" / "bin" / "townclerk"


def test_it_serves_its_own_packages_from_a_directory_of_decoys(
    installed: Path, database: Database, tmp_path: Path
) -> None:
    for name in ("templates", "builder", "runtime", "definitions"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(DECOY)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    environ = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {
        "TOWNCLERK_MODE": "demo",
        "DATABASE_URL": database.url,
        "TOWNCLERK_STATE": str(STATE),
        "TOWNCLERK_BASE_URL": f"http://127.0.0.1:{port}",
        "TOWNCLERK_SECRET_KEY": KEYS["secret_key"],
        "TOWNCLERK_INSTALLATION_KEY": KEYS["installation_key"],
    }
    serving = subprocess.Popen([installed, "serve", "--port", str(port)], cwd=tmp_path, env=environ)
    try:
        page = opened(f"http://127.0.0.1:{port}/", serving)
        assert "Services" in page
        style = re.search(r'href="(/static/[^"]+\.css)"', page)
        assert style, "the page links its styles"
        assert len(opened(f"http://127.0.0.1:{port}{style[1]}", serving)) > 10_000
    finally:
        serving.terminate()
        serving.wait(30)
    assert serving.returncode == 0


def test_every_part_travels_in_it(installed: Path) -> None:
    told = subprocess.run([installed, "test", "missed-bin"], capture_output=True, text=True, cwd="/", check=False)
    assert (told.returncode, told.stderr) == (0, "")
    checked = subprocess.run([installed, "schema"], capture_output=True, text=True, cwd="/", check=True)
    assert '"$schema"' in checked.stdout
    banks = "from definitions.questions.modulus import possible; print(possible('089999', '66374959'))"
    known = subprocess.run(
        [installed.with_name("python"), "-c", banks], capture_output=True, text=True, cwd="/", check=True
    )
    assert known.stdout == "False\n", "the tables of banks are there"


def opened(url: str, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(url) as reply:
                return str(reply.read().decode())
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}; the process says {process.poll()}")

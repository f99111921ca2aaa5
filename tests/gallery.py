"""The pictures of docs/gallery.md and docs/review.md, made of real runs over the samples: `make gallery`. Needs Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from pictures import take_pictures

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SAMPLES, EXAMPLES = ROOT / "tests" / "documents", ROOT / "docs" / "examples"
SIZES = {"": (1280, 800), "-phone": (390, 800)}  # of the window, by what the picture's name ends with
CHARTS = ("outcomes", "agreement")
THEIRS = "issuer,year,requests.received,requests.online\n青柳县人民政府,2014,46,42\n"  # one number is wrong


def run_ogi(*arguments: str | Path, folder: Path, lang: str, code: int = 0) -> None:
    """One command of this checkout, run in the folder."""
    command = [sys.executable, "-m", "extractor", *map(str, arguments), "--lang", lang]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True)
    if done.returncode != code:
        raise SystemExit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr.decode()}")


def make_pages(folder: Path, lang: str) -> dict[str, Path]:
    """The pages to look at, by what the pictures of them are called."""
    pages = {name: folder / f"{name}.html" for name in ("report", "check", "compare")}
    run = partial(run_ogi, folder=folder, lang=lang)
    reports = (SAMPLES / "demo-2021.txt", SAMPLES / "demo-2014.txt")
    run("extract", *reports, "--reader", "grid,regex", "-o", "results", "--quiet", "--overwrite")
    run("show", "results/demo-2014.json", "--html", pages["report"])
    years = (EXAMPLES / "this-year.html", "--last", EXAMPLES / "last-year.html")
    run("check", *years, "--html", pages["check"], code=1)
    (folder / "regex.csv").write_text(THEIRS, encoding="utf-8")
    run("compare", "results", "regex.csv", "--html", pages["compare"])
    return pages


def take_picture(page: Path, picture: Path, size: tuple[int, int]) -> None:
    """What a window of that size shows of the page."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("no Chromium here, and pictures of pages are made with it")
    flags = ("--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu")
    shape = f"--window-size={size[0]},{size[1]}"
    command = [program, *flags, shape, f"--screenshot={picture}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


def make_charts(folder: Path) -> None:
    """The charts of all samples, small enough to lie in the repository."""
    run = partial(run_ogi, folder=folder, lang="en")
    run("extract", SAMPLES, "--reader", "grid,regex", "-o", "all", "--quiet")
    run("plot", "all", "--out", "plots")
    for name in CHARTS:
        shutil.copyfile(folder / "plots" / f"{name}.svg", PICTURES / f"{name}.svg")


def main() -> None:
    """Makes all pictures anew."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        for lang in ("en", "zh"):
            for page, path in make_pages(Path(name), lang).items():
                for end, size in SIZES.items():
                    take_picture(path, PICTURES / f"{page}-{lang}{end}.png", size)
        make_charts(Path(name))
        review = Path(name) / "review"
        review.mkdir()
        take_pictures(PICTURES, review)


if __name__ == "__main__":
    main()

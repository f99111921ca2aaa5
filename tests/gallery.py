"""The pictures of docs/gallery.md and docs/review.md, made of real runs over the samples: `make gallery`. Needs Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from pictures import take_pictures

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "review")]

from comparing import decide, price  # noqa: E402
from make_files.stores import fill_store, write_numbers  # noqa: E402

from extractor.review.audit import Audit  # noqa: E402
from extractor.store import CellRead, Store, open_store  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
SAMPLES, EXAMPLES = ROOT / "tests" / "documents", ROOT / "docs" / "examples"
SIZES = {"": (1280, 800), "-phone": (390, 800)}  # of the window, by what the picture's name ends with
CHARTS = ("outcomes", "agreement")
OVERVIEW = {"compare": ("/compare?kind=file-differs", 800), "dashboard": ("/dashboard", 2000)}
MADE, DECIDED, SURE = 60, 35, 0.9
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


def take_review(folder: Path, lang: str) -> None:
    """The pages over a whole store, as a server gives them: one's own numbers beside it, and what people decided."""
    fill_overview(folder / "panel.db", folder / "mine.csv")
    command = [sys.executable, "-m", "extractor", "review", "panel.db", "--with", "mine.csv", "--port", "0"]
    command += ["--audit", "20", "--as", "王五", "--lang", lang]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            address = re.search(r"http://\S+?:\d+", server.stdout.readline())
            assert address
            for name, (path, height) in OVERVIEW.items():
                for end, (width, _) in SIZES.items():
                    picture = PICTURES / f"review-{name}-{lang}{end}.png"
                    take_picture(address[0] + path, picture, (width, height))
        finally:
            server.terminate()


def fill_overview(path: Path, numbers: Path) -> None:
    """A store of made reports with a model's readings; numbers of which one in twenty is another; some decisions."""
    path.unlink(missing_ok=True)
    with open_store(path, price=price) as store:
        fill_store(store, MADE)
        write_numbers(store, numbers)
        for number, read in enumerate([*store.list_met("differ").rows, *drawn(store)][:DECIDED]):
            wrong = number % 4 == 0 if read.confidence and read.confidence < SURE else number == DECIDED - 1
            decide(store, read, (read.value or 0) + wrong)


def drawn(store: Store) -> list[CellRead]:
    """Some of the cells that the audit draws."""
    return list(store.read_cells(Audit(store, 20).drawn[:16]).values())


def take_picture(page: str, picture: Path, size: tuple[int, int]) -> None:
    """What a window of that size shows of the page."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("no Chromium here, and pictures of pages are made with it")
    flags = ("--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu")
    shape = f"--window-size={size[0]},{size[1]}"
    command = [program, *flags, shape, "--virtual-time-budget=20000", f"--screenshot={picture}", page]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


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
                    take_picture(path.as_uri(), PICTURES / f"{page}-{lang}{end}.png", size)
            take_review(Path(name), lang)
        make_charts(Path(name))
        review = Path(name) / "review"
        review.mkdir()
        take_pictures(PICTURES, review)


if __name__ == "__main__":
    main()

"""Pictures of the review for its documents: the list, and a report as text, as a table and as a page, on a laptop and on
a phone."""

from __future__ import annotations

import shutil
import sys
from contextlib import chdir
from io import BytesIO
from pathlib import Path
from typing import Any

from browsing import CHROMIUM, opened, served
from make_files.pdf import write_pdf
from make_files.sample import read_sample
from PIL import Image
from reviewing import ODD, keep, keep_doubtful, report_address
from support import DOCUMENTS

from extractor.speech import LANGS
from extractor.store import Store, open_store

NAMES = ("demo-2014.txt", "demo-2021.txt", "jiangyu-2010.html", "linyuan-transport.txt")
DOUBTFUL = "lanshi-2023.txt"
PDF = "demo-2021.pdf"
LOCALES = {"en": "en", "zh": "zh-CN"}
SIZES = {"": (1280, 800), "-phone": (390, 1250)}  # what is shown, by what the name of the picture ends with
COLOURS = 128  # enough for pages without photographs, at a third of the size
REPORTS = {
    "text": ("demo-2014.txt", "requests.received"),
    "table": ("demo-2021.txt", "requests.new.total"),
    "page": (PDF, "requests.new.total"),
}


def fill_store(store: Store) -> None:
    """Some reports in the folder that this runs in: one whose columns do not come to its total, one on paper."""
    for name in (*NAMES, DOUBTFUL):
        shutil.copyfile(DOCUMENTS / name, name)
    for name in NAMES:
        changes: dict[str, Any] = ODD if name == "demo-2021.txt" else {}
        keep(store, Path(name), **changes)
    keep_doubtful(store, Path(DOUBTFUL), 4, 1)
    write_pdf(read_sample(DOCUMENTS / "demo-2021.txt"), Path(PDF))
    keep(store, Path(PDF))


def list_pages(store: Store) -> dict[str, str]:
    """The addresses, by what the pictures of them are called."""
    pages = {name: f"{report_address(store, file)}?cell={key}" for name, (file, key) in REPORTS.items()}
    return {"list": "/", **pages}


def take_pictures(folder: Path, made: Path) -> None:
    """All of them into the folder; reports and store are made in the other one."""
    from playwright.sync_api import sync_playwright

    with chdir(made), open_store(made / "panel.db") as store, sync_playwright() as playwright:
        fill_store(store)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with served(store) as site:
            for lang in LANGS:
                for end, (width, height) in SIZES.items():
                    with opened(browser, width, height, locale=LOCALES[lang]) as page:
                        for name, address in list_pages(store).items():
                            page.goto(site + address)
                            page.locator("html[data-ready]").wait_for()
                            page.wait_for_load_state("networkidle")
                            page.evaluate("scrollTo(0, 0)")
                            write_picture(page.screenshot(), folder / f"review-{name}-{lang}{end}.png")
        browser.close()


def write_picture(png: bytes, path: Path) -> None:
    """The picture with fewer colours."""
    with Image.open(BytesIO(png)) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    take_pictures(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())

"""Pages of paper as pictures for people to look at, lying as they lay when they were read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image
from pypdfium2 import PdfDocument, PdfPage

from extractor.errors import UnreadableInput
from extractor.loading.flate import check_streams
from extractor.loading.kinds import find_kind
from extractor.loading.paper import DPI, MAX_PIXELS
from extractor.loading.pdf import MAX_PAGES, find_excess, open_pdf, open_text
from extractor.loading.pdf_page import turn_of
from extractor.loading.source import Source

SCALE = 2.0  # pixels a point: small print can be read, and a page of paper has 1,200 pixels across
MAX_SIDE = 2_400  # pixels, whatever size the page claims to have
QUALITY = 80
Size = tuple[float, float]  # in points


def measure_pages(source: Source, marked: Collection[int]) -> tuple[Size, ...]:
    """How large each page is; none of a file that is no paper. Those that are `marked` are measured as they lay when
    they were read, which takes longer."""
    kind = find_kind(source)
    if kind == "image":
        with _opened(source) as image:
            return ((image.width * 72 / DPI, image.height * 72 / DPI),)
    if kind != "pdf":
        return ()
    check_streams(source)
    with open_pdf(source) as file:
        if len(file) > MAX_PAGES:
            raise UnreadableInput("pdf.pages", path=source.path, count=len(file), most=MAX_PAGES)
        for number in marked:
            _turn(source, file, number)
        return tuple(page.get_size() for page in file)


def draw_page(source: Source, number: int) -> bytes:
    """The page, counted from 1, as WebP."""
    picture, kept = _draw(source, number), BytesIO()
    picture.save(kept, "WEBP", quality=QUALITY, method=2)
    return kept.getvalue()


def _draw(source: Source, number: int) -> Image.Image:
    kind = find_kind(source)
    if kind == "image":
        with _opened(source) as image:
            image.thumbnail((MAX_SIDE, MAX_SIDE))
            return image.convert("RGB")
    if kind != "pdf":
        raise UnreadableInput("pages.none", path=source.path)
    check_streams(source)
    with open_pdf(source) as file:
        page = _turn(source, file, number)
        scale = min(SCALE, MAX_SIDE / max(page.get_size()))
        picture: Image.Image = page.render(scale=scale).to_pil()
        return picture.convert("RGB")


def _turn(source: Source, file: PdfDocument, number: int) -> PdfPage:
    """The page, lying as it was read; one that has too much of anything was not read."""
    if not 0 < number <= len(file):
        raise UnreadableInput("pages.no-such", path=source.path, number=number)
    page = file[number - 1]
    if not find_excess(page):
        with open_text(source) as text:
            page.set_rotation((page.get_rotation() + turn_of(text.pages[number - 1])) % 360)
    return page


@contextmanager
def _opened(source: Source) -> Iterator[Image.Image]:
    try:
        with Image.open(BytesIO(source.data), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnreadableInput("picture.pixels", path=source.path, most=MAX_PIXELS // 10**6)
            yield image
    except OSError as error:
        raise UnreadableInput("picture.broken", path=source.path) from error

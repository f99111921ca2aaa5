"""Pages of files as pictures beside their forms: where the very file is at hand, and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import CHROMIUM, MISSING, browser, in_view, opened, served
from make_files.pdf import has_font, write_pdf, write_scan
from make_files.sample import read_sample
from PIL import Image
from reviewing import RULES, Visitor, keep, make_client, report_address
from support import DOCUMENTS

from extractor.errors import UnreadableInput
from extractor.loading import draw_page, measure_pages, read_source
from extractor.output import FindingResult
from extractor.pipeline import extract_file
from extractor.review.paper import report_to_places
from extractor.store import Store, open_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KEY = "requests.new.total"
NAME = "demo-2021.pdf"

__all__ = ["browser"]  # a fixture

pytestmark = pytest.mark.skipif(not has_font(), reason="the font for PDF files is not installed")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as a PDF file."""
    path = tmp_path_factory.mktemp("made") / NAME
    write_pdf(read_sample(DOCUMENTS / "demo-2021.txt"), path)
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store that knows the file, which lies where it was read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / NAME).write_bytes(made.read_bytes())
    with open_store(tmp_path / "panel.db") as opened:
        keep(opened, Path(NAME))
        yield opened


@pytest.fixture
def visitor(store: Store) -> Iterator[Visitor]:
    with make_client(store) as client:
        yield Visitor(client)


def picture_addresses(page: str) -> list[str]:
    return re.findall(r'<img src="([^"]+)"', page)


class TestServed:
    def test_each_page_with_the_places_of_its_values(self, store: Store, visitor: Visitor) -> None:
        page = visitor.page(report_address(store, NAME))
        (result,) = store.read_results()
        cells = result.reports[0].cells
        placed = {key for key, cell in cells.items() if cell.evidence and cell.evidence.box}
        assert len(placed) > 150
        assert {key for key in placed if f'id="s-{key}"' in page} == placed
        addresses = picture_addresses(page)
        assert len(addresses) > 1 and 'loading="lazy"' in page
        for address in addresses:
            answer = visitor.client.get(address)
            assert answer.headers["content-type"] == "image/webp"
            assert "immutable" in answer.headers["cache-control"]
            assert "script-src 'self'" in answer.headers["content-security-policy"]
            with Image.open(BytesIO(answer.content)) as picture:
                assert picture.width > 1000 and picture.height > picture.width

    def test_not_where_the_file_is_another_one(self, store: Store, visitor: Visitor, tmp_path: Path) -> None:
        address = report_address(store, NAME)
        (tmp_path / NAME).write_bytes((tmp_path / NAME).read_bytes() + b" ")
        page = visitor.page(address)
        assert f"the file at {NAME} is not the one that was read" in page and "<img" not in page
        assert f'id="s-{KEY}"' in page, "the text is shown instead"
        assert visitor.client.get(f"/page/{address.split('/')[2]}/1").status_code == 404

    def test_nor_where_it_is_gone(self, store: Store, visitor: Visitor, tmp_path: Path) -> None:
        (tmp_path / NAME).unlink()
        page = visitor.page(report_address(store, NAME))
        assert f"the file is not at {NAME} any more" in page and f'id="s-{KEY}"' in page

    def test_a_relative_path_may_begin_beside_the_store(
        self, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        with make_client(store) as near, make_client(store, folders=(tmp_path,)) as far:
            address = report_address(store, NAME)
            assert not picture_addresses(near.get(address).text)
            assert picture_addresses(far.get(address).text)

    @pytest.mark.parametrize("page", ["0", "99", "-1", "one", "1/../../../etc/passwd", "%2e%2e%2f1"])
    def test_no_other_page_is_there(self, store: Store, visitor: Visitor, page: str) -> None:
        sha256 = report_address(store, NAME).split("/")[2]
        assert visitor.client.get(f"/page/{sha256}/{page}").status_code == 404

    def test_no_file_that_has_no_pages_is_given(self, store: Store, visitor: Visitor, tmp_path: Path) -> None:
        text = (DOCUMENTS / "demo-2014.txt").read_text(encoding="utf-8")
        (tmp_path / "demo-2014.txt").write_text(text, encoding="utf-8")
        keep(store, Path("demo-2014.txt"))
        address = report_address(store, "demo-2014.txt")
        assert "show the" not in visitor.page(address)
        for sha256 in (address.split("/")[2], "0" * 64):
            assert visitor.client.get(f"/page/{sha256}/1").status_code == 404

    def test_the_text_where_it_is_wanted(self, store: Store, visitor: Visitor) -> None:
        address = report_address(store, NAME)
        csrf = visitor.fields(address, KEY)["csrf"]
        for view, pictures in (("text", False), ("nonsense", False), ("pages", True)):
            page = visitor.post("/settings", {"csrf": csrf, "view": view, "here": address}).text
            assert bool(picture_addresses(page)) == pictures and f'id="s-{KEY}"' in page


class TestDrawn:
    def test_as_it_lay_when_it_was_read(self, made: Path, tmp_path: Path) -> None:
        import pypdfium2

        upright = measure_pages(read_source(made), ())
        with pypdfium2.PdfDocument(made) as file:
            file[0].set_rotation(90)
            file.save(tmp_path / "sideways.pdf")
        sideways = read_source(tmp_path / "sideways.pdf")
        assert measure_pages(sideways, ())[0] == upright[0][::-1]
        assert measure_pages(sideways, (1,)) == upright
        with Image.open(BytesIO(draw_page(sideways, 1))) as picture:
            assert picture.height > picture.width

    def test_a_picture_file(self, made: Path, tmp_path: Path) -> None:
        path = tmp_path / "a.png"
        with Image.open(BytesIO(draw_page(read_source(made), 1))) as picture:
            picture.resize((3000, 4500)).save(path)
        source = read_source(path)
        assert measure_pages(source, (1,)) == ((1080, 1620),)
        with Image.open(BytesIO(draw_page(source, 1))) as picture:
            assert max(picture.size) == 2400

    @pytest.mark.parametrize("data", [b"%PDF-1.4 broken", b"\x89PNG\r\n\x1a\n broken"])
    def test_what_is_broken_is_said(self, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "broken"
        path.write_bytes(data)
        for look in (lambda s: measure_pages(s, ()), lambda s: draw_page(s, 1)):
            with pytest.raises(UnreadableInput, match="broken"):
                look(read_source(path))

    def test_nothing_is_marked_on_a_page_that_was_turned_to_be_recognised(self, store: Store) -> None:
        report = next(store.read_results()).reports[0]
        turned = FindingResult(
            type="page-turned", severity="info", keys=(), message="", details={"pages": (1,)}
        )
        assert 1 in report_to_places(report)
        marked = report_to_places(report.model_copy(update={"findings": (turned,)}))
        assert marked and 1 not in marked


@pytest.mark.skipif(CHROMIUM is None, reason=MISSING)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
class TestInABrowser:
    def test_a_cell_leads_to_its_place_on_the_page_and_back(self, store: Store, browser: Browser) -> None:
        with served(store) as site, opened(browser) as page:
            page.goto(site + report_address(store, NAME))
            page.locator("html[data-ready]").wait_for()
            page.locator(f'[id="c-{KEY}"]').click()
            page.locator(f'[id="s-{KEY}"].here').wait_for()
            assert in_view(page, f"s-{KEY}")
            on = page.locator(".sheet", has=page.locator(f'[id="s-{KEY}"]')).locator("img")
            on.evaluate("image => image.decode()")
            assert on.evaluate("image => image.naturalWidth") > 1000
            other = "requests.granted.total"
            page.locator(f'[id="s-{other}"]').click()
            page.locator(f'[id="c-{other}"][aria-current]').wait_for()
            with page.expect_navigation():
                page.get_by_role("button", name="show the text").click()
            assert page.locator("#card-name").get_attribute("data-key") == other
            assert page.locator(".source table").count() >= 2
            assert in_view(page, f"s-{other}")

    def test_a_scan(self, made: Path, tmp_path: Path, browser: Browser) -> None:
        """Recognition is tested elsewhere and takes its time: the places are those of the text that was scanned."""
        write_scan(made, tmp_path / "scan.pdf", dpi=100)
        result = extract_file(made, RULES)
        scan = {"path": str(tmp_path / "scan.pdf"), "sha256": read_source(tmp_path / "scan.pdf").sha256}
        with open_store(tmp_path / "scans.db") as store:
            source = result.source.model_copy(update=scan)
            store.put(result.model_copy(update={"source": source}), "scan", "")
            with served(store) as site, opened(browser) as page:
                page.goto(f"{site}{report_address(store, 'scan.pdf')}?cell={KEY}")
                page.locator(f'[id="s-{KEY}"].here').wait_for()
                assert in_view(page, f"s-{KEY}")
                on = page.locator(".sheet", has=page.locator(".here")).locator("img")
                on.evaluate("image => image.decode()")

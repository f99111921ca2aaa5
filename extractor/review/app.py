"""Addresses -> pages. Every change is a form of ours, sent by POST, and answered by the page as it then is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote, urlencode

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException as NothingThere

from extractor.errors import StoreError
from extractor.forms import load_forms, name_cell_of
from extractor.review import asked
from extractor.review.access import Access, Guard
from extractor.review.audit import Audit
from extractor.review.deciding import Outcome, decide
from extractor.review.desk import Desk, report_title
from extractor.review.kept import Kept
from extractor.review.overview import Overview, add_comparison, add_dashboard
from extractor.review.paper import Paper, Papers
from extractor.review.rendering import STATIC, read_static, render
from extractor.review.routes import get as _get
from extractor.review.routes import link_pages
from extractor.review.settings import find_person, find_view, remember
from extractor.review.sums import of_cell
from extractor.review.tongues import Speaker
from extractor.speech import say
from extractor.store import Conflict

if TYPE_CHECKING:
    from extractor.review.beside import Beside
    from extractor.speech import Lang
    from extractor.store import CellAt, Claim, Filter, Store

KEEP = "private, max-age=86400, immutable"  # a page of these bytes never looks otherwise
LATEST = 200  # steps in the history


class Pages:
    """The pages of a store."""

    def __init__(self, store: Store, access: Access, person: str, audit: int, papers: Papers) -> None:
        self.store, self.access, self.own_name = store, access, person
        self.audit, self.papers = Audit(store, audit), papers
        self.kept = Kept()

    def person(self, request: Request) -> str:
        """Who sits there."""
        return find_person(request) or self.own_name or say("review.somebody")

    def page(self, request: Request, name: str, status: int = 200, **context: object) -> HTMLResponse:
        """A page, with what all pages have."""
        query = f"?{request.url.query}" if request.url.query else ""
        common = {
            "csrf": self.access.csrf,
            "person": self.person(request),
            "audit_size": self.audit.size,
            "here": request.url.path,
            "place": request.url.path + query,
        }
        return HTMLResponse(render(name, **common, **context), status)

    def count(self, wanted: Filter) -> int:
        """How many reports are wanted."""
        return self.kept.get(("count", wanted), self.store.state(), lambda: self.store.count_reports(wanted))

    def called(self, cells: Iterable[CellAt]) -> dict[CellAt, str]:
        """What cells of several reports are called: whose they are, and by the words of their forms."""
        return {
            at: f"{report_title(read.issuer, read.year)} · {name_cell_of(read.form, at.key)}"
            for at, read in self.store.read_cells(tuple(cells)).items()
        }

    def desk(self, sha256: str, number: int) -> Desk:
        """The report, as it was read last."""
        found = self.store.read_source(sha256)
        if found is None or not 0 < number <= len(found[0].reports):
            raise HTTPException(404)
        result, text = found
        standings = self.store.decisions.of_report(sha256, number)
        alone = len(result.reports) == 1
        return Desk(result.source, number, result.reports[number - 1], text, standings, alone)

    def show_report(
        self,
        request: Request,
        desk: Desk,
        key: str | None,
        *,
        saved: str | None = None,
        outcome: Outcome | None = None,
    ) -> HTMLResponse:
        """A report's page, with one cell opened; of what a script has already, nothing."""
        key = key if key in desk.report.cells else None
        context = {
            "desk": desk,
            "key": key,
            "parts": asked.to_parts(request.method, request.headers),
            "sums": of_cell(desk.sums, key) if key else (),
            "paper": self.paper(request, desk),
            "saved": saved if saved in desk.report.cells else None,
            "others": self.look(request, desk, key),
            "outcome": outcome,
            "conflict": outcome.kept if outcome and isinstance(outcome.kept, Conflict) else None,
            "chosen": asked.CHOSEN,
        }
        return self.page(request, "report", outcome.code if outcome else 200, **context)

    def paper(self, request: Request, desk: Desk) -> Paper | None:
        """The pages of the report, where they are wanted; of a file that has none, nothing."""
        wanted = find_view(request) == "pages" and not asked.wants_parts(request.headers)
        if not wanted or not desk.has_pages:
            return None
        return self.papers.show(desk.source, desk.report, alone=desk.is_alone)

    def look(self, request: Request, desk: Desk, key: str | None) -> tuple[Claim, ...]:
        """Lets others know who looks at the cell, or at the report; who else does."""
        try:
            return self.store.claims.look(desk.at(key or ""), self.person(request))
        except StoreError:  # a run may be writing for long; who looks is not worth waiting for, or failing
            return ()


async def read_form(request: Request) -> asked.Form:
    """The form that was sent, if it is one of ours."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > asked.MAX_FORM:
            raise HTTPException(413)
    try:
        form = asked.read_form(body)
    except asked.Refused as refused:
        raise HTTPException(422, str(refused)) from refused
    if not request.app.state.access.is_ours(form.get("csrf", "")):
        raise HTTPException(403, say("review.refused-form"))
    return form


Sent = Annotated[asked.Form, Depends(read_form)]


def make_app(
    store: Store,
    access: Access | None = None,
    *,
    person: str = "",
    audit: int = 0,
    lang: Lang | None = None,
    folders: Sequence[Path] = (),
    beside: Beside | None = None,
) -> FastAPI:
    """The application. `person`: who decides, until a browser has another name; `lang`: what it speaks, whatever
    browsers prefer, until another is chosen on the page; `folders`: where relative paths of sources may begin, beside
    the folder that this runs in; `beside`: what the store is held against."""
    access = access or Access()
    papers = Papers(store, (Path(), *folders))
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_closing(papers))
    app.state.access = access
    pages = Pages(store, access, person, audit, papers)
    for add in (_add_lists, _add_report, _add_beside, _add_rest):
        add(app, pages)
    overview = Overview(store, pages.kept, beside)
    for add_over in (add_comparison, add_dashboard):
        add_over(app, pages, overview)
    app.add_middleware(Guard, access=access)
    app.add_middleware(Speaker, lang=lang)  # outside: refusals are said in somebody's language, too
    return app


def _closing(papers: Papers) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """What ends with the server."""

    @asynccontextmanager
    async def live(app: FastAPI) -> AsyncIterator[None]:
        yield
        papers.close()

    return live


def _add_lists(app: FastAPI, pages: Pages) -> None:
    def show_list(request: Request) -> HTMLResponse:
        query = dict(request.query_params)
        wanted = asked.to_filter(query)
        listing = pages.store.list_reports(wanted, asked.to_cut(query))
        kept = {name: query[name] for name in ("words", "year", "form", "undecided") if query.get(name)}
        shown = {"forms": tuple(load_forms()), "total": pages.count(wanted), **link_pages(listing, "/", kept)}
        return pages.page(request, "list", listing=listing, wanted=wanted, shown=shown)

    def show_history(request: Request) -> HTMLResponse:
        steps = pages.store.decisions.latest(LATEST)
        return pages.page(request, "history", steps=steps, names=pages.called(step.at for step in steps))

    def show_audit(request: Request) -> HTMLResponse:
        audited = pages.audit.look()
        return pages.page(
            request, "audit", audited=audited, names=pages.called(at for at, _ in audited.cells)
        )

    _get(app, "/", show_list)
    _get(app, "/history", show_history)
    _get(app, "/audit", show_audit)


def _add_report(app: FastAPI, pages: Pages) -> None:
    def show(
        request: Request, sha256: str, number: int, cell: str | None = None, saved: str | None = None
    ) -> HTMLResponse:
        return pages.show_report(request, pages.desk(sha256, number), cell, saved=saved)

    def take(request: Request, sha256: str, number: int, form: Sent) -> Response:
        desk, key = pages.desk(sha256, number), form.get("key", "")
        if key not in desk.report.cells:
            raise HTTPException(404)
        outcome = decide(pages.store, desk, key, form, pages.person(request))
        if outcome.problem or isinstance(outcome.kept, Conflict):
            return pages.show_report(request, pages.desk(sha256, number), key, outcome=outcome)
        desk = pages.desk(sha256, number)
        following = (desk.next_doubtful(key) if form.get("then") == "next" else None) or key
        if asked.wants_parts(request.headers):  # a script needs no second request
            return pages.show_report(request, desk, following, saved=key)
        query = urlencode({"cell": following, "saved": key})
        return RedirectResponse(f"{desk.address}?{query}#c-{quote(following)}", 303)

    def add_up(sha256: str, number: int, cell: str, value: str = "", status: str = "") -> HTMLResponse:
        desk = pages.desk(sha256, number)
        try:
            told = asked.to_value({"value": value, "status": status})
        except asked.Refused:
            told = desk.holds(cell) if cell in desk.report.cells else (None, "not_stated")
        return HTMLResponse(render("sums", sums=of_cell(desk.sums_if(cell, *told), cell)))

    def look_around(request: Request, sha256: str, number: int, cell: str | None = None) -> HTMLResponse:
        desk = pages.desk(sha256, number)
        key = cell if cell in desk.report.cells else None
        return HTMLResponse(render("others", others=pages.look(request, desk, key), key=key))

    _get(app, "/report/{sha256}/{number}", show)
    _get(app, "/report/{sha256}/{number}/others", look_around)
    _get(app, "/report/{sha256}/{number}/sums", add_up)
    app.post("/report/{sha256}/{number}", response_class=HTMLResponse, response_model=None)(take)


def _add_beside(app: FastAPI, pages: Pages) -> None:
    """What leads to a report, and the paper it stands on."""

    def go_on(sha256: str = "", number: int = 0) -> Response:
        found = pages.store.next_undecided(sha256, number)
        if found is None:
            return RedirectResponse("/", 303)
        desk = pages.desk(*found)
        key = desk.next_doubtful(None)
        return RedirectResponse(desk.address + (f"?cell={quote(key)}#c-{quote(key)}" if key else ""), 303)

    def draw(sha256: str, number: int) -> Response:
        picture = pages.papers.draw(sha256, number)
        if picture is None:
            raise HTTPException(404)
        return Response(picture, media_type="image/webp", headers={"Cache-Control": KEEP})

    _get(app, "/page/{sha256}/{number}", draw)
    _get(app, "/next", go_on)


def _add_rest(app: FastAPI, pages: Pages) -> None:
    def keep_settings(form: Sent) -> Response:
        return remember(form)

    def give_file(name: str) -> Response:
        if name not in STATIC:
            raise HTTPException(404)
        return Response(read_static(name), media_type=STATIC[name])

    def explain(request: Request, error: Exception) -> HTMLResponse:
        # What no address leads to is the framework's own error, and says nothing in our words.
        told = isinstance(error, HTTPException) and error.status_code in (403, 422)
        words = str(getattr(error, "detail", "")) if told else ""
        code = error.status_code if isinstance(error, NothingThere) else 404
        return pages.page(request, "error", code, words=words or say("review.nothing-there"))

    app.post("/settings", response_model=None)(keep_settings)
    _get(app, "/static/{name}", give_file)
    for error in (NothingThere, RequestValidationError):
        app.exception_handler(error)(explain)

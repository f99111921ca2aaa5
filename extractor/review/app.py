"""Addresses -> pages. Every change is a form of ours, sent by POST, and answered by the page as it then is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote, unquote, urlencode

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from extractor.forms import load_forms
from extractor.review import asked
from extractor.review.access import Access, Guard
from extractor.review.audit import Audit
from extractor.review.deciding import Outcome, decide
from extractor.review.desk import Desk
from extractor.review.kept import Kept
from extractor.review.overview import Overview, add_comparison, add_dashboard
from extractor.review.rendering import STATIC, read_static, render
from extractor.review.routes import get as _get
from extractor.review.routes import link_pages
from extractor.review.sums import of_cell
from extractor.speech import say
from extractor.store import Conflict

if TYPE_CHECKING:
    from extractor.review.beside import Beside
    from extractor.store import Filter, Store

PERSON = "ogi_person"
LATEST = 200  # steps in the history
YEAR = 365 * 24 * 3600


class Pages:
    """The pages of a store."""

    def __init__(self, store: Store, access: Access, person: str, audit: int) -> None:
        self.store, self.access, self.own_name = store, access, person
        self.audit = Audit(store, audit)
        self.kept = Kept()

    def person(self, request: Request) -> str:
        """Who sits there."""
        return asked.to_name(unquote(request.cookies.get(PERSON, ""))) or self.own_name

    def page(self, request: Request, name: str, status: int = 200, **context: object) -> HTMLResponse:
        """A page, with what all pages have."""
        common = {"csrf": self.access.csrf, "person": self.person(request), "audit_size": self.audit.size}
        return HTMLResponse(render(name, **common, here=str(request.url.path), **context), status)

    def count(self, wanted: Filter) -> int:
        """How many reports are wanted."""
        return self.kept.get(("count", wanted), self.store.state(), lambda: self.store.count_reports(wanted))

    def desk(self, sha256: str, number: int) -> Desk:
        """The report, as it was read last."""
        found = self.store.read_source(sha256)
        if found is None or not 0 < number <= len(found[0].reports):
            raise HTTPException(404)
        result, text = found
        standings = self.store.decisions.of_report(sha256, number)
        return Desk(result.source, number, result.reports[number - 1], text, standings)

    def show_report(
        self, request: Request, desk: Desk, key: str | None, outcome: Outcome | None = None
    ) -> HTMLResponse:
        """A report's page, with one cell opened."""
        key = key if key in desk.report.cells else None
        saved = request.query_params.get("saved")
        context = {
            "desk": desk,
            "key": key,
            "sums": of_cell(desk.sums, key) if key else (),
            "saved": desk.name(saved) if saved in desk.report.cells else None,
            "problem": outcome.problem if outcome else None,
            "conflict": outcome.kept if outcome and isinstance(outcome.kept, Conflict) else None,
            "tried": outcome.tried if outcome else None,
            "chosen": asked.CHOSEN,
        }
        return self.page(request, "report", outcome.code if outcome else 200, **context)


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
    beside: Beside | None = None,
) -> FastAPI:
    """The application. `person`: who decides, until a browser has another name; `beside`: what the store is held
    against."""
    access = access or Access()
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.access = access
    pages = Pages(store, access, person or say("review.somebody"), audit)
    for add in (_add_lists, _add_report, _add_rest):
        add(app, pages)
    overview = Overview(store, pages.kept, beside)
    for add_over in (add_comparison, add_dashboard):
        add_over(app, pages, overview)
    app.add_middleware(Guard, access=access)
    return app


def _add_lists(app: FastAPI, pages: Pages) -> None:
    def show_list(request: Request) -> HTMLResponse:
        query = dict(request.query_params)
        wanted = asked.to_filter(query)
        listing = pages.store.list_reports(wanted, asked.to_cut(query))
        kept = {name: query[name] for name in ("words", "year", "form", "undecided") if query.get(name)}
        shown = {"forms": tuple(load_forms()), "total": pages.count(wanted), **link_pages(listing, "/", kept)}
        return pages.page(request, "list", listing=listing, wanted=wanted, shown=shown)

    def show_history(request: Request) -> HTMLResponse:
        return pages.page(request, "history", steps=pages.store.decisions.latest(LATEST))

    def show_audit(request: Request) -> HTMLResponse:
        return pages.page(request, "audit", audited=pages.audit.look())

    _get(app, "/", show_list)
    _get(app, "/history", show_history)
    _get(app, "/audit", show_audit)


def _add_report(app: FastAPI, pages: Pages) -> None:
    def show(request: Request, sha256: str, number: int, cell: str | None = None) -> HTMLResponse:
        return pages.show_report(request, pages.desk(sha256, number), cell)

    def take(request: Request, sha256: str, number: int, form: Sent) -> Response:
        desk, key = pages.desk(sha256, number), form.get("key", "")
        if key not in desk.report.cells:
            raise HTTPException(404)
        outcome = decide(pages.store, desk, key, form, pages.person(request))
        if outcome.problem or isinstance(outcome.kept, Conflict):
            return pages.show_report(request, pages.desk(sha256, number), key, outcome)
        following = pages.desk(sha256, number).next_doubtful(key) if form.get("then") == "next" else None
        query = urlencode({"cell": following or key, "saved": key})
        return RedirectResponse(f"{desk.address}?{query}#c-{quote(following or key)}", 303)

    def add_up(sha256: str, number: int, cell: str, value: str = "", status: str = "") -> HTMLResponse:
        desk = pages.desk(sha256, number)
        try:
            told = asked.to_value({"value": value, "status": status})
        except asked.Refused:
            told = desk.holds(cell) if cell in desk.report.cells else (None, "not_stated")
        return HTMLResponse(render("sums", sums=of_cell(desk.sums_if(cell, *told), cell)))

    _get(app, "/report/{sha256}/{number}", show)
    _get(app, "/report/{sha256}/{number}/sums", add_up)
    app.post("/report/{sha256}/{number}", response_class=HTMLResponse, response_model=None)(take)


def _add_rest(app: FastAPI, pages: Pages) -> None:
    def name_person(form: Sent) -> Response:
        here = form.get("here", "/")
        answer = RedirectResponse(here if here.startswith("/") and here[1:2] not in ("/", "\\") else "/", 303)
        name = quote(asked.to_name(form.get("person", "")))
        answer.set_cookie(PERSON, name, max_age=YEAR, httponly=True, samesite="strict")
        return answer

    def give_file(name: str) -> Response:
        if name not in STATIC:
            raise HTTPException(404)
        return Response(read_static(name), media_type=STATIC[name])

    def explain(request: Request, error: Exception) -> HTMLResponse:
        code = error.status_code if isinstance(error, HTTPException) else 500
        words = str(error.detail) if code in (403, 422) and isinstance(error, HTTPException) else ""
        return pages.page(request, "error", code, words=words or say("review.nothing-there"))

    app.post("/person", response_model=None)(name_person)
    _get(app, "/static/{name}", give_file)
    app.exception_handler(HTTPException)(explain)

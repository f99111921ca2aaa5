"""The pages over a whole store: where those who read differ, and the dashboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from extractor.forms import name_cells
from extractor.review import asked
from extractor.review.apart import Apart
from extractor.review.beside import Beside
from extractor.review.columns import KINDS, Kind
from extractor.review.dashboard import Dashboard, can_draw, to_money, to_spread
from extractor.review.judged import Judges
from extractor.review.routes import get, link_pages
from extractor.review.spoken import tell
from extractor.review.theirs import Theirs

if TYPE_CHECKING:
    from fastapi import FastAPI

    from extractor.review.app import Pages
    from extractor.review.desk import Desk
    from extractor.review.kept import Kept
    from extractor.store import Cut, State, Store

ALL = "all"  # cells, also those in which nobody differs


class Overview:
    """What these pages are made of."""

    def __init__(self, store: Store, kept: Kept, beside: Beside | None = None) -> None:
        beside = beside or Beside()
        judges = Judges(store, kept, beside.gold)
        theirs = Theirs(store, kept, beside.side, beside.mapping) if beside.side else None
        self.apart = Apart(store, kept, judges, theirs)
        self.dashboard = Dashboard(store, kept, judges)


def add_comparison(app: FastAPI, pages: Pages, overview: Overview) -> None:
    """The comparison over the store, and of one report."""

    def show_apart(request: Request, kind: str = KINDS[0]) -> HTMLResponse:
        cut, state = asked.to_cut(request.query_params), pages.store.state()
        return pages.page(request, "compare", **_tell_apart(overview.apart, kind, state, cut))

    def show_compared(request: Request, sha256: str, number: int, kind: str = "") -> HTMLResponse:
        desk, state = pages.desk(sha256, number), pages.store.state()
        return pages.page(request, "compared", **_tell_report(overview.apart, desk, kind, state))

    get(app, "/compare", show_apart)
    get(app, "/compare/{sha256}/{number}", show_compared)


def _tell_apart(apart: Apart, kind: str, state: State, cut: Cut | None) -> dict[str, Any]:
    wanted = _to_kind(kind, apart)
    page = apart.page(wanted, state, cut)
    return {
        "rows": page.rows,
        "names": name_cells(),
        "kind": wanted,
        "counts": apart.counts(state),
        "theirs": apart.theirs,
        "unmatched": apart.unmatched(state),
        "foreign": apart.is_foreign(state),
        "shown": link_pages(page, "/compare", {"kind": wanted}),
    }


def _tell_report(apart: Apart, desk: Desk, kind: str, state: State) -> dict[str, Any]:
    """Without a kind, all cells with some disagreement."""
    wanted = kind if kind in ("", ALL) else _to_kind(kind, apart)
    columns = apart.of_report(desk, state)
    return {
        "desk": desk,
        "rows": [cell for cell in columns if wanted in ("", ALL, *cell.kinds) and (cell.kinds or wanted)],
        "kind": kind,
        "counts": {one: sum(one in cell.kinds for cell in columns) for one in apart.kinds},
        "any": sum(bool(cell.kinds) for cell in columns),
        "all": len(columns),
        "theirs": apart.theirs,
        "verdicts": apart.verdicts(desk, state),
    }


def add_dashboard(app: FastAPI, pages: Pages, overview: Overview) -> None:
    """The dashboard and its pictures."""
    dashboard = overview.dashboard

    def show_dashboard(request: Request) -> HTMLResponse:
        audited = pages.audit.look() if pages.audit.size else None
        told = _tell_figures(dashboard, pages.store.state())
        return pages.page(request, "dashboard", audited=audited, **told)

    def give_picture(name: str, narrow: bool = False) -> Response:
        picture = dashboard.picture(name, pages.store.state(), narrow=narrow)
        if picture is None:
            raise HTTPException(404)
        return Response(picture, media_type="image/svg+xml")

    get(app, "/dashboard", show_dashboard)
    get(app, "/chart/{name}.svg", give_picture)


def _tell_figures(dashboard: Dashboard, state: State) -> dict[str, Any]:
    sums, paid = dashboard.sums(state), dashboard.paid(state)
    return {
        "sums": sums,
        "charts": [tell(name, found) for name, found in dashboard.figures(state).items()],
        "drawn": can_draw(),
        "accuracy": dashboard.accuracy(state),
        "spread": to_spread(sums),
        "paid": paid,
        "money": to_money(paid),
    }


def _to_kind(text: str, apart: Apart) -> Kind:
    kind = next((one for one in apart.kinds if one == text), None)
    if kind is None:
        raise HTTPException(404)
    return kind

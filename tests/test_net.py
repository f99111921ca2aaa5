"""Every report at hand gives what it gave when the net was cast."""

from __future__ import annotations

from pathlib import Path

import pytest
from net import MESHES, Mesh, find_holes, injected, measure, read_net

RENEW = "python tests/net.py --write makes what comes out now the net; build/net has the results"


def hold(mesh: Mesh) -> None:
    if not mesh.files():
        pytest.skip(f"the {mesh.name} do not lie beside this checkout")
    holes = list(find_holes(read_net()[mesh.name], measure(mesh)))
    if holes:
        pytest.fail("\n".join((*holes, RENEW)), pytrace=False)


@pytest.mark.parametrize("mesh", MESHES, ids=lambda mesh: mesh.name)
def test_nothing_moved(mesh: Mesh) -> None:
    hold(mesh)


def test_nothing_moved_in_reports_that_instruct(tmp_path: Path) -> None:
    hold(injected(tmp_path))


def test_a_moved_result_and_an_unknown_report_are_named(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text(
        "青柳县2015年政府信息公开工作年度报告\n全年收到政府信息公开申请46件。\n", encoding="utf-8"
    )
    before = measure(Mesh("made-up", tmp_path))
    assert list(find_holes(before, before)) == []
    moved = {"a.txt": before["a.txt"][:-4] + "0000"}
    assert list(find_holes(moved, before)) == ["a.txt: gives something else than before"]
    report.write_text(report.read_text(encoding="utf-8").replace("46", "47"), encoding="utf-8")
    now = measure(Mesh("made-up", tmp_path))
    assert list(find_holes(before, now)) == ["a.txt: a report that the net does not know"]

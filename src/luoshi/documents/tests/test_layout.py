"""Papers measured against GB/T 9704-2012: a parser other than the typesetter says where every character stands."""

import io
import itertools
import shutil
import subprocess
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from luoshi.documents import fonts, pdf
from luoshi.documents.paper import Line, Paper
from luoshi.documents.word import fill, template

MM = 72 / 25.4
HAN = (
    "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙"
)


def paper(*body: Line, **more: Any) -> Paper:
    told = {"kind": "acceptance", "title": "受理通知书", "issuer": "春城市水务局", "addressee": "申请人（编号7F3K9Q）",
            "number": "春水许受〔2026〕12号", "on": date(2026, 9, 9)}  # fmt: skip
    return Paper(**{**told, "body": body or (("text", HAN * 30),), **more})


def rows(page: Any) -> list[list[dict[str, Any]]]:
    """The lines of a page from above, the page number last, each from the left."""
    found: dict[float, list[dict[str, Any]]] = defaultdict(list)
    for sign in sorted(page.chars, key=lambda s: s["bottom"]):
        near = next((y for y in found if abs(y - sign["bottom"]) < 6), sign["bottom"])
        found[near].append(sign)
    return [sorted(found[y], key=lambda s: s["x0"]) for y in sorted(found)]


@pytest.fixture
def pages() -> Iterator[list[Any]]:
    with pdfplumber.open(io.BytesIO(pdf.render(paper()))) as found:
        yield list(found.pages)


def test_a4_with_the_margins_of_the_standard(pages: list[Any]) -> None:
    for page in pages[:-1]:
        assert (page.width / MM, page.height / MM) == pytest.approx((210, 297), abs=0.5)
        text = [sign for row in rows(page)[:-1] for sign in row]
        assert min(s["x0"] for s in text) / MM == pytest.approx(28, abs=1)  # 订口 28 mm ± 1 mm
        assert (page.width - max(s["x1"] for s in text)) / MM == pytest.approx(26, abs=1)
    above = min(s["top"] for s in rows(pages[1])[0]) / MM
    assert above == pytest.approx(37, abs=1)  # 天头 37 mm ± 1 mm


def test_22_lines_of_28_characters(pages: list[Any]) -> None:
    lines = rows(pages[1])[:-1]
    assert len(lines) == 22
    assert {len(row) for row in lines} == {28}
    steps = [later[0]["top"] - row[0]["top"] for row, later in itertools.pairwise(lines)]
    assert all(step / MM == pytest.approx(225 / 22, abs=0.1) for step in steps)
    assert {round(s["size"]) for row in lines for s in row} == {16}  # 三号


def test_the_title_is_of_the_second_size_and_centred(pages: list[Any]) -> None:
    issuer, title, number = rows(pages[0])[:3]
    middle = (28 + 156 / 2) * MM
    for row in (issuer, title, number):
        assert (row[0]["x0"] + row[-1]["x1"]) / 2 == pytest.approx(middle, abs=2)
    assert {round(s["size"]) for s in issuer + title} == {22}  # 二号
    assert "".join(s["text"] for s in number) == "春水许受〔2026〕12号"


def test_page_numbers_stand_outside_in_the_fourth_size(pages: list[Any]) -> None:
    for n, page in enumerate(pages, 1):
        row = rows(page)[-1]
        assert "".join(s["text"] for s in row).replace(" ", "") == f"—{n}—"
        assert {round(s["size"]) for s in row} == {14}  # 四号
        inset = (page.width - row[-1]["x1"]) / MM - 26 if n % 2 else row[0]["x0"] / MM - 28
        assert inset == pytest.approx(14 / MM, abs=1)  # 空一字
        assert row[0]["top"] / MM - 262 == pytest.approx(7, abs=1.5)  # 7 mm under the text


def test_the_body_signs_over_the_date_four_characters_from_the_edge(pages: list[Any]) -> None:
    *_, signed, dated, _ = rows(pages[-1])
    assert "".join(s["text"] for s in signed) == "春城市水务局"
    assert "".join(s["text"] for s in dated) == "2026年9月9日"
    assert (184 - dated[-1]["x1"] / MM) == pytest.approx(4 * 156 / 28, abs=1)
    assert (signed[0]["x0"] + signed[-1]["x1"]) == pytest.approx(dated[0]["x0"] + dated[-1]["x1"], abs=2)


@pytest.mark.parametrize("n", range(12, 20))
def test_the_seal_never_stands_alone_on_a_page(n: int) -> None:
    made = pdf.render(paper(*[("text", f"{i}．{HAN[:20]}。") for i in range(n)]))
    with pdfplumber.open(io.BytesIO(made)) as found:
        last = rows(found.pages[-1])
    assert len(last) > 3  # signature, date, number, and some of the text


def test_long_names_and_many_papers_stay_within_the_text() -> None:
    body = [("text", f"{n}．{'关于极其冗长的行政许可事项名称' * 6}：未提交，请补交。") for n in range(1, 15)]
    long = paper(
        *body,
        issuer="春城市自然资源和规划局（含不动产登记中心与测绘地理信息服务窗口）",
        title="不予行政许可决定书",
    )  # type: ignore[arg-type]
    with pdfplumber.open(io.BytesIO(pdf.render(long))) as found:
        assert len(found.pages) > 2
        for page in found.pages:
            assert min(s["x0"] for s in page.chars) / MM > 27
            assert max(s["x1"] for s in page.chars) / MM < 185


def test_rare_characters_are_set_or_said_never_dropped() -> None:
    made = pdf.render(paper(("text", "䶮㐂堃喆𬬭𫞩")))
    with pdfplumber.open(io.BytesIO(made)) as found:
        assert "䶮㐂堃喆𬬭𫞩" in (found.pages[0].extract_text() or "")
    with pytest.raises(pdf.LacksGlyph, match="Word"):
        pdf.render(paper(("text", "私用区\ue000字")))
    assert fill.render(paper(("text", "私用区\ue000字")))


def test_the_same_content_gives_the_same_bytes() -> None:
    assert pdf.render(paper()) == pdf.render(paper())
    assert fill.render(paper()) == fill.render(paper())
    assert pdf.render(paper()) != pdf.render(paper(on=date(2026, 9, 10)))
    assert fill.render(paper()) != fill.render(paper(on=date(2026, 9, 10)))


def test_it_says_in_which_faces_it_was_set() -> None:
    told = pdf.made_with(fonts.usual())
    assert set(told["fonts"]) == set(fonts.ROLES)
    name, _, digest = told["fonts"]["body"].rpartition(" ")
    assert name in fonts.ROLES["body"]
    assert len(digest) == 16


def test_the_best_face_installed_is_taken() -> None:
    assert fonts.chosen(frozenset({"FangSong", "SimHei"}))["body"] == "FangSong"
    assert fonts.chosen(frozenset())["body"] == fonts.SERIF


def test_archival_pdf_with_its_own_day() -> None:
    made = pdf.render(paper())
    assert b"pdfaid:part>2" in made
    with pdfplumber.open(io.BytesIO(made)) as found:
        assert found.metadata["Title"] == "受理通知书"
        assert found.metadata["CreationDate"].startswith("D:20260909")


def test_the_template_is_what_the_script_makes() -> None:
    assert template.SHIPPED.read_bytes() == fill.packed(template.build())


def test_text_is_text_and_never_markup() -> None:
    made = fill.render(paper(("text", "材料 <b>&{{ 7*7 }}{% x %}</b>")))
    with zipfile.ZipFile(io.BytesIO(made)) as found:
        words = found.read("word/document.xml").decode()
    assert "材料 &lt;b&gt;&amp;{{ 7*7 }}{% x %}&lt;/b&gt;" in words
    with pdfplumber.open(io.BytesIO(pdf.render(paper(("text", "材料 #let x = 1 *粗* $a$"))))) as found:
        assert "#let" in (found.pages[0].extract_text() or "")


def test_an_offices_own_template_is_used(tmp_path: Path, settings: Any) -> None:
    settings.LUOSHI_HOME = tmp_path
    (tmp_path / "papers").mkdir()
    own = template.build()
    own.add_paragraph("本局地址：春城市人民路 1 号")
    (tmp_path / "papers" / "acceptance.docx").write_bytes(fill.packed(own))
    with zipfile.ZipFile(io.BytesIO(fill.render(paper()))) as found:
        assert "人民路" in found.read("word/document.xml").decode()
    (tmp_path / "papers" / "acceptance.docx").write_bytes(b"no document")
    with pytest.raises(Exception, match=r"acceptance\.docx"):
        fill.render(paper())


def test_an_office_suite_opens_it_with_the_same_layout(tmp_path: Path) -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice absent")
    (tmp_path / "paper.docx").write_bytes(fill.render(paper()))
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",  # noqa: S607
         "--outdir", str(tmp_path), str(tmp_path / "paper.docx")],
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    with pdfplumber.open(tmp_path / "paper.pdf") as found:
        lines = rows(found.pages[1])[:-1]
        assert len(lines) == 22
        assert {len(row) for row in lines} == {28}
        assert min(s["x0"] for row in lines for s in row) / MM == pytest.approx(28, abs=1)
        assert rows(found.pages[0])[0][0]["top"] / MM == pytest.approx(37, abs=3)

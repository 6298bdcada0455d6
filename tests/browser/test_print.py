"""Pages on paper: no sheet is left empty by a picture or table that did not fit, and no sheet holds the code of the page alone."""

from __future__ import annotations

import pypdfium2
import pytest

from tests.browser.opening import GLOSSARY, PLACE, TEACH, TITLES, folder

# The pages with the tallest drawings.
TALL = "metabolic-pathway"
PATHWAY, COLUMNS = folder(PLACE[TALL]), folder(PLACE["hypotheses-side-by-side"])
# Share of dark dots. A heading alone has 0.2%, the code alone 1.4%.
LEAST = 0.015


def sheets(page, address: str, paper: str) -> pypdfium2.PdfDocument:
    page.goto(address)
    return pypdfium2.PdfDocument(page.pdf(format=paper))


def dark(sheet: pypdfium2.PdfPage) -> float:
    return float((sheet.render(scale=0.28).to_numpy().mean(axis=2) < 200).mean())


@pytest.mark.parametrize(
    ("slug", "paper"),
    [
        ("", "Letter"),
        ("", "A4"),
        (PATHWAY, "Letter"),
        (PATHWAY, "A4"),
        (COLUMNS, "Letter"),
    ],
)
def test_no_sheet_is_nearly_empty(page, site_url: str, slug: str, paper: str) -> None:
    document = sheets(page, site_url + slug, paper)
    assert [number for number, sheet in enumerate(document, 1) if dark(sheet) < LEAST] == []


@pytest.mark.parametrize("figure_id", ["mechanism-map", TALL])
def test_a_tall_picture_is_on_one_sheet_with_its_caption(
    page, site_url: str, figure_id: str
) -> None:
    slug = folder(PLACE[figure_id])
    page.goto(site_url + slug)
    figure = page.locator(f"#fig-{figure_id}")
    number = figure.locator(".figure-number").inner_text()
    words = figure.locator(".figure-stage > svg text").all_text_contents()
    texts = [
        sheet.get_textpage().get_text_range() for sheet in sheets(page, site_url + slug, "Letter")
    ]
    sheet = next(text for text in texts if number in text)
    assert [label for label in (words[0], words[-1]) if label not in sheet] == []


@pytest.mark.parametrize(("slug", "paper"), [(GLOSSARY, "Letter"), (TEACH, "A4")])
def test_the_code_of_a_page_follows_words_on_its_sheet(
    page, site_url: str, slug: str, paper: str
) -> None:
    """With sources and without."""
    document = sheets(page, site_url + slug, paper)
    text = document[len(document) - 1].get_textpage().get_text_range()
    before, found, _ = text.partition(f"{TITLES[slug]}. How Ketamine Works")
    assert found and len(before.strip()) > 40

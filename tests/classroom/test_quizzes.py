"""Every question, its key and its reasons come out of each quiz format as they stand in the guide, read by other people's programs."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import xml.etree.ElementTree as etree
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import qti2latex
from moodle_xml_parser.parser import parse_bytes
from text2qti.config import Config
from text2qti.qti import QTI
from text2qti.quiz import Quiz

from scripts.editions.classroom import quizzes
from scripts.editions.classroom.course import Course
from scripts.editions.classroom.rich import Rich, Run, line
from scripts.markdown.exports import BY_ID
from tests import node_packages
from tests.classroom.arrived import ReadChoice, ReadQuestion, differences, reads, text
from tests.classroom.conftest import EPOCH

QTI12 = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


def lost(export: str) -> set[str]:
    return set(BY_ID[export].lost)


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


# -------------------------------------------------------------- Moodle XML and GIFT


@reads("moodle-xml", "moodle-xml-parser")
def test_moodle_xml(course: Course):
    found = parse_bytes(quizzes.moodle(course, course.lessons, EPOCH))["multichoice"]
    read = {
        question.name: ReadQuestion(
            question.text_pre_parse,
            [
                ReadChoice(option.answer, option.score_fraction == 100, option.feedback)
                for option in question.options
            ],
            question.general_feedback,
        )
        for question in found
    }
    assert len(read) == len(found)
    assert differences(course, read).keys() == lost("moodle-xml")
    assert all(question.single and question.shuffle_answers for question in found)


def test_moodle_files_a_question_under_its_lesson_and_its_id(course: Course):
    root = etree.fromstring(quizzes.moodle(course, course.lessons, EPOCH))
    categories = [node.findtext("category/text") for node in root if node.get("type") == "category"]
    assert categories == [
        f"$course$/top/{course.imprint.name}/{lesson.title.replace('/', '//')}"
        for lesson in course.lessons
    ]
    ids = [node.findtext("idnumber") for node in root if node.get("type") == "multichoice"]
    assert ids == [question.id for question in course.questions]


def parse_gift(data: bytes) -> list[dict]:
    script = 'console.log(JSON.stringify(require("gift-pegjs").parse(require("fs").readFileSync(0, "utf8"))))'
    done = subprocess.run(
        ["node", "-e", script],
        input=data,
        capture_output=True,
        check=True,
        env={**os.environ, "NODE_PATH": str(node_packages.required())},
    )
    return json.loads(done.stdout)


@reads("gift", "gift-pegjs")
def test_gift(course: Course):
    found = [
        item
        for item in parse_gift(quizzes.gift(course, course.lessons, EPOCH))
        if item["type"] == "MC"
    ]
    read = {
        item["title"]: ReadQuestion(
            item["stem"]["text"],
            [
                ReadChoice(choice["text"]["text"], choice["isCorrect"], choice["feedback"]["text"])
                for choice in item["choices"]
            ],
            item["globalFeedback"]["text"],
        )
        for item in found
    }
    assert len(read) == len(found)
    assert differences(course, read).keys() == lost("gift")


def test_gift_hides_every_character_that_begins_something():
    odd = "a~b =c #d {e} f:g \\h ::i:: // -> %50%"
    node_packages.required()
    parsed = parse_gift(f"::t::[html]{quizzes.gift_html(line(Run(odd)))}{{=yes ~no}}".encode())
    assert parsed[0]["stem"]["text"] == odd.replace(">", "&gt;")


# -------------------------------------------------------------- QTI 1.2 and Common Cartridge


def items(quiz: bytes) -> list[etree.Element]:
    return list(etree.fromstring(quiz).iter(f"{QTI12}item"))


def any_condition(item: etree.Element) -> set[str]:
    """The choices that qti2latex takes for right: all that any condition names."""
    return set(qti2latex.get_correct_idents(item))


def until_it_stops(item: etree.Element) -> set[str]:
    """As Open edX reads a cartridge: all choices that conditions name, up to the first that ends the reading."""
    found: set[str] = set()
    for condition in item.iter(f"{QTI12}respcondition"):
        found |= {
            node.text or "" for node in condition.findall(f"{QTI12}conditionvar/{QTI12}varequal")
        }
        if condition.get("continue", "No") == "No":
            break
    return found


def last_condition(item: etree.Element) -> set[str]:
    """As Moodle and Canvas read one: of several conditions for a choice the last decides."""
    scores: dict[str, bool] = {}
    for condition in item.iter(f"{QTI12}respcondition"):
        for node in condition.findall(f"{QTI12}conditionvar/{QTI12}varequal"):
            scores[node.text or ""] = condition.find(f"{QTI12}setvar") is not None
    return {choice for choice, right in scores.items() if right}


def feedback(item: etree.Element, ident: str) -> str:
    node = item.find(f"{QTI12}itemfeedback[@ident='{ident}']")
    return "" if node is None else (node.findtext(f".//{QTI12}mattext") or "")


def read_qti12(item: etree.Element, right: set[str]) -> ReadQuestion:
    choices = [
        ReadChoice(markup, ident in right, feedback(item, f"{ident}_fb"))
        for ident, markup in qti2latex.get_choices(item)
    ]
    return ReadQuestion(qti2latex.get_item_stem(item), choices, feedback(item, "general_fb"))


def items_of(package: bytes) -> list[etree.Element]:
    return [
        item
        for name, data in opened(package).items()
        if b"<questestinterop" in data
        for item in items(data)
    ]


@reads("common-cartridge", "qti2latex")
@pytest.mark.parametrize("rule", [any_condition, until_it_stops, last_condition])
def test_cartridge(course: Course, rule: Callable[[etree.Element], set[str]]):
    found = items_of(quizzes.cartridge(course, course.lessons, EPOCH))
    read = {item.attrib["ident"]: read_qti12(item, rule(item)) for item in found}
    assert len(read) == len(found)
    assert differences(course, read).keys() == lost("common-cartridge")


@pytest.mark.parametrize("question", range(3))
def test_cartridge_shows_every_reason_whatever_was_chosen(course: Course, question: int):
    asked = course.questions[question]
    shown = text(quizzes.all_reasons(asked))
    assert all(text(choice.feedback.html) in shown for choice in asked.choices)
    assert shown.startswith(text(asked.right.text.html))


@pytest.mark.parametrize("rule", [until_it_stops, last_condition])
def test_qti12(course: Course, rule: Callable[[etree.Element], set[str]]):
    found = items_of(quizzes.qti12(course, course.lessons, EPOCH))
    read = {item.attrib["ident"]: read_qti12(item, rule(item)) for item in found}
    assert len(read) == len(found)
    assert differences(course, read).keys() == lost("qti-1.2")


def test_a_known_importer_takes_each_choice_with_its_own_reason_for_right(course: Course):
    """Why a cartridge has none: with the reasons of QTI 1.2, this one would get every key wrong."""
    found = items_of(quizzes.qti12(course, course.lessons, EPOCH))
    read = {item.attrib["ident"]: read_qti12(item, any_condition(item)) for item in found}
    assert len(differences(course, read)["key"]) == len(course.questions)


def shape(root: etree.Element) -> set[tuple[str, ...]]:
    """Every path of elements, with the names of their attributes."""
    found = set()

    def walk(node: etree.Element, path: tuple[str, ...]) -> None:
        names = "".join(f"@{name}" for name in sorted(node.attrib) if "schemaLocation" not in name)
        path = (*path, node.tag + names)
        found.add(path)
        for child in node:
            walk(child, path)

    walk(root, ())
    return found


def plain(words: Rich) -> str:
    """For text2qti, whose quizzes are Markdown: this test compares structure, not words."""
    return re.sub(r"[^\w ]", " ", words.text)


@reads("qti-1.2", "text2qti")
def test_qti12_has_the_structure_of_a_quiz_that_canvas_is_known_to_import(course: Course):
    lesson = course.lessons[0]
    source = [f"Quiz title: {plain(line(Run(lesson.title)))}", ""]
    for number, question in enumerate(lesson.questions, 1):
        source += [f"{number}. {plain(question.text)}", "... general words"]
        for choice in question.choices:
            mark = "*" if choice.right else ""
            source += [
                f"{mark}{choice.letter.lower()}) {plain(choice.text)}",
                f"... {plain(choice.feedback)}",
            ]
        source.append("")
    config = Config()
    theirs = opened(QTI(Quiz("\n".join(source), config=config)).zip_bytes())
    ours = opened(quizzes.qti12(course, [lesson], EPOCH))

    def file(package: dict[str, bytes], ending: str) -> etree.Element:
        name = next(name for name in package if name.endswith(ending) and "/" in name)
        return etree.fromstring(package[name])

    quiz = next(data for data in theirs.values() if b"<questestinterop" in data)
    mine = next(data for data in ours.values() if b"<questestinterop" in data)
    assert shape(etree.fromstring(mine)) <= shape(etree.fromstring(quiz))
    assert shape(file(ours, "assessment_meta.xml")) <= shape(file(theirs, "assessment_meta.xml"))
    assert shape(etree.fromstring(ours["imsmanifest.xml"])) <= shape(
        etree.fromstring(theirs["imsmanifest.xml"])
    )


# -------------------------------------------------------------- packages


@pytest.mark.parametrize("made", [quizzes.qti12, quizzes.qti3, quizzes.cartridge])
def test_a_manifest_names_every_file_and_no_other(course: Course, made: Callable[..., bytes]):
    files = opened(made(course, course.lessons, EPOCH))
    manifest = etree.fromstring(files["imsmanifest.xml"])
    named = [node.attrib["href"] for node in manifest.iter() if node.tag.endswith("}file")]
    assert sorted(named) == sorted(files.keys() - {"imsmanifest.xml"})
    idents = [node.attrib["identifier"] for node in manifest.iter() if "identifier" in node.attrib]
    assert len(idents) == len(set(idents))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", ident) for ident in idents)
    pointed = {
        node.attrib["identifierref"] for node in manifest.iter() if "identifierref" in node.attrib
    }
    assert pointed <= set(idents)


def test_cartridge_leads_to_every_page_section_and_figure(course: Course):
    files = opened(quizzes.cartridge(course, course.lessons, EPOCH))
    found = {
        node.attrib["href"]
        for name, data in files.items()
        if name.startswith("links/")
        for node in etree.fromstring(data).iter()
        if node.tag.endswith("}url")
    }
    wanted = {lesson.address for lesson in course.lessons}
    wanted |= {section.address for lesson in course.lessons for section in lesson.sections}
    wanted |= {figure.address for lesson in course.lessons for figure in lesson.figures}
    assert found == wanted


@pytest.mark.parametrize(
    "made", [quizzes.qti12, quizzes.qti3, quizzes.cartridge, quizzes.moodle, quizzes.gift]
)
def test_a_file_of_a_local_build_names_no_address_of_this_machine(
    local_course: Course, made: Callable[..., bytes]
):
    data = made(local_course, local_course.lessons, EPOCH)
    files = opened(data) if data[:2] == b"PK" else {"": data}
    assert files
    for content in files.values():
        assert b"127.0.0.1" not in content and b"localhost" not in content
        assert b"href=&#34;&#34;" not in content and b'href=""' not in content


# -------------------------------------------------------------- QTI 3 in a player

PLAY = """async xml => {
  const pause = ms => new Promise(done => setTimeout(done, ms));
  const container = document.querySelector("item-container");
  const connected = new Promise(done => document.addEventListener(
    "qti-assessment-item-connected", done, {once: true}));
  container.itemXML = xml;
  await connected;
  await pause(20);
  const item = container.shadowRoot.querySelector("qti-assessment-item");
  const choices = [];
  for (const choice of item.querySelectorAll("qti-simple-choice")) {
    choice.click();
    await pause(0);
    item.processResponse();
    await pause(0);
    const shown = [...item.querySelectorAll("qti-modal-feedback")].filter(
      node => node.shadowRoot.querySelector("dialog").open);
    choices.push({
      html: choice.innerHTML, score: item.getOutcome("SCORE").value,
      shown: shown.map(node => node.querySelector("qti-content-body").innerHTML)});
  }
  return {id: item.identifier, html: item.querySelector("qti-prompt").innerHTML, choices};
}"""


@reads("qti-3", "@citolab/qti-components")
def test_qti3_in_a_player(course: Course, page, tmp_path: Path):
    script = node_packages.required() / "@citolab/qti-components/cdn/index.global.js"
    page.set_content("<!doctype html><qti-item><item-container></item-container></qti-item>")
    page.add_script_tag(path=str(script))
    read = {}
    for name, data in opened(quizzes.qti3(course, course.lessons, EPOCH)).items():
        if not name.startswith("items/"):
            continue
        played = page.evaluate(PLAY, data.decode())
        for choice in played["choices"]:
            assert choice["score"] in ("0", "1") and len(choice["shown"]) == 1, played
        read[played["id"]] = ReadQuestion(
            played["html"],
            [
                ReadChoice(choice["html"], choice["score"] == "1", choice["shown"][0])
                for choice in played["choices"]
            ],
        )
        assert name == f"items/{played['id']}.xml"
    assert differences(course, read).keys() == lost("qti-3")


def test_qti3_test_refers_to_every_item_in_the_order_of_the_lessons(course: Course):
    files = opened(quizzes.qti3(course, course.lessons, EPOCH))
    refs = [
        node.attrib["href"]
        for node in etree.fromstring(files["test.xml"]).iter()
        if node.tag.endswith("}qti-assessment-item-ref")
    ]
    assert refs == [f"items/{question.id}.xml" for question in course.questions]
    assert set(refs) <= files.keys()

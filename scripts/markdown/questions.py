"""Questions: a `###` heading with id `q-…` and a task list become choices that open to their feedback.

Each choice is a native <details>: it works without JavaScript, by keyboard and with a screen reader, and
nothing is stored or sent. `find_questions` reads the same source for the checks.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from itertools import pairwise

from markdown.treeprocessors import Treeprocessor

from scripts.core.pages import Page, sections

CHOICE_RE = re.compile(r"^\s{0,3}[-*] \[(?P<mark>[ xX])\] (?P<text>.+)$")
TASK_RE = re.compile(r"^\s*\[(?P<mark>[ xX])\]\s+")
ATTR_RE = re.compile(r"(?P<key>objective|section)=[\"']?(?P<value>[\w-]+)")
VERDICTS = {True: "Correct", False: "Not this one"}


@dataclass(frozen=True)
class Choice:
    line: int
    text: str
    right: bool
    feedback: str


@dataclass(frozen=True)
class Question:
    """One question as written; `objective` counts from 1 (0 when missing or not a number)."""

    id: str
    line: int
    text: str
    objective: int
    section: str
    choices: tuple[Choice, ...]


def find_questions(page: Page) -> list[Question]:
    questions = []
    for heading, block in sections(page):
        if not heading.id.startswith("q-"):
            continue
        attrs = {m["key"]: m["value"] for m in ATTR_RE.finditer(heading.attrs)}
        starts = [(i, m) for i, (_, text) in enumerate(block) if (m := CHOICE_RE.match(text))]
        choices = []
        ends = [*(i for i, _ in starts[1:]), len(block)]
        for (start, match), stop in zip(starts, ends, strict=True):
            line, text, right = block[start][0], match["text"].strip(), match["mark"] != " "
            feedback = "\n".join(text.strip() for _, text in block[start + 1 : stop]).strip()
            choices.append(Choice(line, text, right, feedback))
        number, section = attrs.get("objective", ""), attrs.get("section", "")
        objective = int(number) if number.isdigit() else 0
        questions.append(
            Question(heading.id, heading.line, heading.text, objective, section, tuple(choices))
        )
    return questions


def _choice(item: etree.Element) -> bool:
    """Rewrite one list item in place; False if it is not an item of a task list with feedback below it."""
    children = list(item)
    match = TASK_RE.match(children[0].text or "") if children else None
    if not match:
        return False
    right, words = match["mark"] != " ", children[0]
    for child in children:
        item.remove(child)
    kind = "choice choice-right" if right else "choice choice-wrong"
    details = etree.SubElement(item, "details", {"class": kind})
    words.tag, words.text, words.tail = "summary", (words.text or "")[match.end() :], None
    details.append(words)
    feedback = etree.SubElement(details, "div", {"class": "feedback"})
    etree.SubElement(feedback, "p", {"class": "verdict"}).text = VERDICTS[right]
    feedback.extend(children[1:])
    return True


class Questions(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        titles = {h.get("id"): "".join(h.itertext()) for h in root.iter() if h.tag in ("h2", "h3")}
        for parent in list(root.iter()):
            for heading, following in pairwise(list(parent)):
                is_question = heading.tag == "h3" and heading.get("id", "").startswith("q-")
                if not is_question or following.tag != "ul":
                    continue
                rewritten = [_choice(item) for item in following]  # each, whatever came before
                if not all(rewritten):
                    continue
                following.set("class", "choices")
                heading.set("class", "question")
                objective = heading.attrib.pop("objective", "")
                section = heading.attrib.pop("section", "")
                note = etree.Element("p", {"class": "question-note"})
                note.text = f"Tests objective {objective}. Answered in "
                link = etree.SubElement(note, "a", {"href": f"#{section}"})
                link.text = titles.get(section, section)
                link.tail = "."
                parent.insert(list(parent).index(following) + 1, note)

"""Makes every classroom file of `EXPORTS` into a folder. Open this to see which module makes which file."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from scripts.checks.links.promises import load_redirects
from scripts.core.site import Site
from scripts.editions.classroom import (
    cartridge,
    deck,
    gift,
    moodle,
    paper,
    plan,
    powerpoint,
    qti3,
    qti12,
)
from scripts.editions.classroom.course import Course, Lesson, read_course
from scripts.editions.pdf.compiler import Compiler, pack
from scripts.editions.pdf.document import Document
from scripts.markdown.exports import EXPORTS, WHOLE, file_name

Maker = Callable[[Course, Sequence[Lesson], int], bytes]


class Makers:
    """For each ending of a file name, what makes that file; one Typst workspace serves all PDFs."""

    def __init__(self, compiler: Compiler) -> None:
        self._compiler = compiler
        self.by_ending: dict[str, Maker] = {
            "-quiz-qti12.zip": qti12.package,
            "-quiz-qti3.zip": qti3.package,
            "-quiz-moodle.xml": moodle.bank,
            "-quiz-gift.txt": gift.bank,
            ".imscc": cartridge.package,
            ".apkg": deck.package,
            "-plan.ics": plan.calendar,
            "-slides.pptx": lambda course, lessons, epoch: powerpoint.presentation(
                course, lessons[0], epoch
            ),
            "-slides.pdf": self._printed(paper.projected),
            "-worksheet.pdf": self._printed(
                lambda course, lesson: paper.sheet(course, lesson, False)
            ),
            "-key.pdf": self._printed(lambda course, lesson: paper.sheet(course, lesson, True)),
        }

    def _printed(self, write: Callable[[Course, Lesson], Document]) -> Maker:
        def make(course: Course, lessons: Sequence[Lesson], epoch: int) -> bytes:
            with self._compiler.compile(write(course, lessons[0]), epoch).pdf as pdf:
                return pack(pdf)

        return make


def under_old_names(site: Site, folder: Path) -> list[Path]:
    """Files of a lesson whose page has moved, once more under each name it had: a promised file cannot be redirected."""
    made = []
    for move in load_redirects(site.docs):
        if "#" in move.old:
            continue
        old, new = (address.partition("#")[0].strip("/") for address in (move.old, move.new))
        for ending in (ending for export in EXPORTS if export.each for ending in export.files):
            file = folder / file_name(new, ending)
            if file.exists():
                made.append(folder / file_name(old, ending))
                made[-1].write_bytes(file.read_bytes())
    return made


def make_classroom(
    site: Site, epoch: int, folder: Path, say: Callable[[str], None] = print
) -> list[Path]:
    """Write all files into `folder`; the same sources and `epoch` give the same bytes."""
    start = time.perf_counter()
    course = read_course(site)
    if not course.imprint.url:
        say("classroom: SITE_URL is no public address, so these files leave out links to the site")
    made: list[Path] = []
    with Compiler(course.imprint) as compiler:
        makers = Makers(compiler).by_ending
        for export in EXPORTS:
            stems = [(WHOLE, course.lessons)] if export.whole else []
            stems += [(lesson.slug, (lesson,)) for lesson in course.lessons] if export.each else []
            for stem, lessons in stems:
                for ending in export.files:
                    file = folder / file_name(stem, ending)
                    file.write_bytes(makers[ending](course, lessons, epoch))
                    made.append(file)
    made += under_old_names(site, folder)
    size = sum(file.stat().st_size for file in made) / 1e6
    seconds = time.perf_counter() - start
    say(f"classroom: {len(made)} files, {size:.1f} MB in {seconds:.1f} s")
    return made

"""Makes every classroom file of `EXPORTS` into a folder. Open this to see which module makes which file."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from scripts.core.site import Site
from scripts.editions.classroom import deck, paper, plan, powerpoint, quizzes
from scripts.editions.classroom.course import Course, Lesson, read_course
from scripts.editions.pdf.compiler import CACHE, Compiler
from scripts.editions.pdf.document import Document
from scripts.markdown.exports import EXPORTS, WHOLE

Maker = Callable[[Course, Sequence[Lesson], int], bytes]


def makers(compiler: Compiler) -> dict[str, Maker]:
    """For each ending of a file name, what makes that file; one Typst workspace serves all PDFs."""

    def printed(write: Callable[[Course, Lesson], Document]) -> Maker:
        def make(course: Course, lessons: Sequence[Lesson], epoch: int) -> bytes:
            [file] = compiler.print(write(course, lessons[0]), epoch).files.values()
            return file

        return make

    return {
        "-quiz-qti12.zip": quizzes.qti12,
        "-quiz-qti3.zip": quizzes.qti3,
        "-quiz-moodle.xml": quizzes.moodle,
        "-quiz-gift.txt": quizzes.gift,
        ".imscc": quizzes.cartridge,
        ".apkg": deck.package,
        "-plan.ics": plan.calendar,
        "-slides.pptx": powerpoint.presentation,
        "-slides.pdf": printed(paper.projected),
        "-worksheet.pdf": printed(partial(paper.sheet, key=False)),
        "-key.pdf": printed(partial(paper.sheet, key=True)),
    }


def make_classroom(
    site: Site, epoch: int, folder: Path, say: Callable[[str], None] = print
) -> list[Path]:
    """Write all files into `folder`; the same sources and `epoch` give the same bytes."""
    start = time.perf_counter()
    course = read_course(site)
    if not course.imprint.url:
        say("classroom: SITE_URL is no public address, so these files leave out links to the site")
    made: list[Path] = []
    with Compiler(course.imprint, site.root / CACHE, site.folder) as compiler:
        make = makers(compiler)
        for export in EXPORTS:
            stems = [(WHOLE, course.lessons)] if export.whole else []
            stems += [(lesson.slug, (lesson,)) for lesson in course.lessons] if export.each else []
            for stem, lessons in stems:
                for ending in export.files:
                    file = folder / f"{stem}{ending}"
                    file.write_bytes(make[ending](course, lessons, epoch))
                    made.append(file)
    size = sum(file.stat().st_size for file in made) / 1e6
    seconds = time.perf_counter() - start
    say(f"classroom: {len(made)} files, {size:.1f} MB in {seconds:.1f} s")
    return made

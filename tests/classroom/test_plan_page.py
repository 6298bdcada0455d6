"""The form on Teach that moves the calendar to another first day, in a browser."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar

from scripts.editions.classroom import plan
from scripts.editions.classroom.course import Course
from tests.classroom.conftest import EPOCH
from tests.conftest import ROOT

PAGE = """<!doctype html><html lang="en"><title>Teach</title>
<p><a href="../download/how-ketamine-works-plan.ics" data-plan>The calendar</a></p>
<script src="plan.js"></script>"""


def open_page(page, course: Course, answer: int = 200) -> None:
    calendar = plan.calendar(course, course.lessons, EPOCH)
    script = (ROOT / "docs/assets/js/plan.js").read_text(encoding="utf-8")
    page.route(
        "https://guide.test/teach/",
        lambda route: route.fulfill(body=PAGE, content_type="text/html"),
    )
    page.route(
        "**/plan.js", lambda route: route.fulfill(body=script, content_type="text/javascript")
    )
    page.route(
        "**/*.ics",
        lambda route: route.fulfill(status=answer, body=calendar, content_type="text/calendar"),
    )
    page.goto("https://guide.test/teach/")


def test_the_plan_starts_on_the_day_that_is_picked(page, course: Course, tmp_path):
    open_page(page, course)
    page.get_by_label("First day").fill("2027-02-17")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the plan from this day").click()
    file = tmp_path / "plan.ics"
    download.value.save_as(file)
    made = file.read_bytes()
    before = Calendar.from_ical(plan.calendar(course, course.lessons, EPOCH)).walk("VEVENT")
    after = Calendar.from_ical(made).walk("VEVENT")
    shift = after[0].decoded("DTSTART") - before[0].decoded("DTSTART")
    assert after[0].decoded("DTSTART") == dt.date(2027, 2, 17)
    assert [str(event["UID"]) for event in after] == [str(event["UID"]) for event in before]
    for old, new in zip(before, after, strict=True):
        assert new.decoded("DTSTART") == old.decoded("DTSTART") + shift
        assert new.decoded("DTEND") == old.decoded("DTEND") + shift
        assert new["DESCRIPTION"] == old["DESCRIPTION"] and new["SUMMARY"] == old["SUMMARY"]
        stamped = new.decoded("DTSTAMP")
        assert abs(stamped.timestamp() - dt.datetime.now(dt.UTC).timestamp()) < 60
    assert made.count(b"\r\n") == made.count(b"\n"), "every line still ends as the standard asks"
    assert "Wednesday, February 17, 2027" in page.get_by_role("status").inner_text()
    assert "Tuesday, March 23, 2027" in page.get_by_role("status").inner_text()


def test_the_form_starts_with_today_and_says_when_the_plan_is_missing(page, course: Course):
    open_page(page, course, answer=404)
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    assert page.get_by_label("First day").input_value() == today
    page.get_by_role("button").click()
    page.get_by_text("could not be loaded").wait_for()


def test_the_form_works_by_keyboard_and_nothing_else_is_asked_for(page, course: Course):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, course)
    page.get_by_label("First day").focus()
    with page.expect_download():
        page.keyboard.press("Enter")
    assert all(url.startswith(("https://guide.test/", "blob:")) for url in asked)

"""The questions ask how sure before they answer: by keyboard, once per question, and not at all without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import faults
from tests.browser.opening import LESSON


@pytest.fixture
def question(page: Page, site_url: str):
    page.goto(f"{site_url}{LESSON}")
    return page.locator("ul.choices").first


def test_the_first_choice_asks_and_the_others_open_at_once(page: Page, question) -> None:
    wrong, right = question.locator(".choice-wrong").first, question.locator(".choice-right")
    wrong.locator("summary").focus()
    page.keyboard.press("Enter")
    assert wrong.get_attribute("open") is None
    asked = question.get_by_role("group", name="How sure are you?")
    expect(asked.get_by_role("button")).to_have_text(["I am guessing", "fairly sure", "certain"])
    assert faults(page, ".how-sure") == []
    expect(asked.get_by_role("button").first).to_be_focused()
    asked.get_by_role("button", name="certain").press("Enter")
    expect(wrong.locator(".sure-note")).to_contain_text("Being sure and wrong is worth the most")
    expect(wrong.locator("summary")).to_be_focused()
    right.locator("summary").click()
    expect(right).to_have_attribute("open", "")
    expect(question.locator(".how-sure")).to_have_count(0)


def test_another_choice_moves_the_question_and_being_right_is_said(page: Page, question) -> None:
    question.locator(".choice-wrong summary").first.click()
    question.locator(".choice-right summary").click()
    expect(question.locator(".how-sure")).to_have_count(1)
    question.get_by_role("button", name="I am guessing").click()
    expect(question.locator(".choice-right .sure-note")).to_contain_text("You called it a guess")


def test_without_scripts_a_choice_opens(browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}{LESSON}")
    page.locator("ul.choices summary").first.click()
    assert page.locator("ul.choices details").first.get_attribute("open") is not None
    context.close()

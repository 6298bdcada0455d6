"""A window with nothing but a WebKitGTK page in it, for WebKitWebDriver to steer; run by webkit.py, never imported.

WebKit's own MiniBrowser would do, but for three things: its toolbar is wider than a phone, it cannot change between
light and dark, and it cannot print.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402  (versions are chosen before the import)

FOLDER = Path(sys.argv[1])


def print_to(file: str) -> None:
    settings = Gtk.PrintSettings()
    settings.set(Gtk.PRINT_SETTINGS_PRINTER, "Print to File")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, Path(file).as_uri())
    operation = WebKit2.PrintOperation.new(view)
    operation.set_print_settings(settings)
    operation.connect("finished", lambda _: Path(file).with_suffix(".done").touch())
    operation.print_()
    window.operation = operation  # it must live until it is done


def on_message(_: object, message: WebKit2.JavascriptResult) -> None:
    what, value = message.get_js_value().to_string().split(" ", 1)
    if what == "dark":
        look = Gtk.Settings.get_default()
        look.set_property("gtk-application-prefer-dark-theme", value == "1")
    elif what == "pdf":
        print_to(value)


def on_automation(_: object, session: WebKit2.AutomationSession) -> None:
    session.connect("create-web-view", lambda _: view)


# Messages of the console come out of the page's process by standard output.
log = os.open(FOLDER / "console.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
os.dup2(log, 1)
os.dup2(log, 2)

# Not an ephemeral context: those write no messages.
data = WebKit2.WebsiteDataManager(
    base_data_directory=str(FOLDER / "data"), base_cache_directory=str(FOLDER / "cache")
)
context = WebKit2.WebContext.new_with_website_data_manager(data)
context.set_automation_allowed(True)
context.connect("automation-started", on_automation)
manager = WebKit2.UserContentManager()
manager.register_script_message_handler("window")
manager.connect("script-message-received::window", on_message)
view = WebKit2.WebView(
    web_context=context,
    user_content_manager=manager,
    is_controlled_by_automation=True,
    settings=WebKit2.Settings(enable_write_console_messages_to_stdout=True),
)
window = Gtk.Window(decorated=False)
window.add(view)
window.resize(1280, 900)
window.show_all()
window.connect("destroy", Gtk.main_quit)
view.connect("close", lambda _: window.destroy())
Gtk.main()

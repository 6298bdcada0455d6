"""ZIP files that are the same every time: fixed order, one date, no trace of who made them or where."""

from __future__ import annotations

import datetime
import io
import zipfile

EARLIEST = 315532800  # 1980-01-01, the first day a ZIP can name


def archive(entries: dict[str, bytes], epoch: int, first_stored: bool = False) -> bytes:
    """A ZIP of `entries` in their order. EPUB wants its first entry stored, so that its type can be read in place."""
    stamp = datetime.datetime.fromtimestamp(max(epoch, EARLIEST), tz=datetime.UTC).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for number, (name, data) in enumerate(entries.items()):
            info = zipfile.ZipInfo(name, date_time=stamp)
            info.create_system = 3  # Unix, whatever system this is
            info.external_attr = 0o100644 << 16
            info.compress_type = (
                zipfile.ZIP_STORED if first_stored and number == 0 else zipfile.ZIP_DEFLATED
            )
            zipped.writestr(info, data, compresslevel=9)
    return out.getvalue()

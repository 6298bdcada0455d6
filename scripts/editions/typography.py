"""What no line end may part, in print and in the e-book alike. Open this when a number or a name is broken over two lines."""

from __future__ import annotations

import re

# A unit with a slash, a range of numbers, a date, and a short name after a prefix such as "S-", "(2R,6R)-" or "4E-".
# After a longer name's prefix a line may end, because the name itself would not fit where it does.
UNBREAKABLE_RE = re.compile(
    r"(?<![\w/.-])(?:[mµμn]?(?:g|L|mol)/(?:kg|m?L|dL|h|min|day)(?:/(?:h|min|day))?"
    r"|\d{4}-\d\d-\d\d|−?\d[\d.,]*–−?\d[\d.,]*(?<![.,])%?"
    r"|(?:[SRDLN]|[45]E|\([\dRS,]{1,5}\))-[\w’]{2,13}(?:-[\w’]{1,5})?)(?![\w/-])"
)

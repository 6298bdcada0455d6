"""Put many Altair layers together as plain Vega-Lite.

Altair copies and checks every part again at each level, which takes seconds for a picture of a hundred layers;
here each part is written out once, and the renderer checks the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
from altair.utils.schemapi import SchemaBase, debug_mode

Spec = dict[str, Any]


def _plain(part: Any) -> Any:
    if not isinstance(part, SchemaBase):
        return part
    spec = part.to_dict(validate=False)
    return {key: value for key, value in spec.items() if key not in ("$schema", "config")}


def layer(*parts: Any, **properties: Any) -> Spec:
    """Layers in drawing order with width, height and title of the panel."""
    return {
        "layer": [_plain(part) for part in parts],
        **{name: _plain(value) for name, value in properties.items()},
    }


def beside(*parts: Spec, **properties: Any) -> Spec:
    return {"hconcat": list(parts), **{name: _plain(value) for name, value in properties.items()}}


def above(*parts: Spec, **properties: Any) -> Spec:
    return {"vconcat": list(parts), **{name: _plain(value) for name, value in properties.items()}}


def spec(draw: Callable[[], Spec]) -> Spec:
    """What `draw` makes, without the checks and with each layer's data in the layer."""
    with debug_mode(False), alt.data_transformers.enable(consolidate_datasets=False):
        return {"$schema": alt.SCHEMA_URL, **draw()}

"""Calls of the frame's own script, `assets/map.js`, as elements of a folium map."""

from __future__ import annotations

from typing import Any

from branca.element import MacroElement
from folium.template import Template


class Call(MacroElement):
    """A call of a function of map.js with one JSON argument, and the map first when asked."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {{ this.function }}({% if this.on_map %}{{ this.parent_map }}, {% endif %}{{
            this.argument | tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, function: str, argument: Any, *, on_map: bool = False) -> None:
        """`argument` must be JSON whose texts have passed the gate."""
        super().__init__()  # type: ignore[no-untyped-call]  # branca types all but this
        self._name = "Call"
        self.function = function
        self.argument = argument
        self.on_map = on_map

    @property
    def parent_map(self) -> str:
        """The map's name in the script: under st_folium always the same."""
        assert self._parent is not None, "a call is rendered on a map"
        return str(self._parent.get_name())

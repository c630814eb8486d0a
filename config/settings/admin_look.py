"""How the admin looks: the product's name, mark, colours and font."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static


def _static(path: str) -> Callable[[HttpRequest], str]:
    """The address of a file, looked up when a page is shown."""
    return lambda _request: static(path)


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Precert",
    "SITE_HEADER": "Precert",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _static("img/mark.svg")}],
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "5px",
    "STYLES": [
        _static("css/tokens.css"),
        _static("css/layout.css"),
        _static("css/chrome.css"),
        _static("css/admin.css"),
        _static("css/admin_records.css"),
    ],
    # The accent and the greys of static/css/tokens.css, as scales from light to dark.
    "COLORS": {
        "primary": {
            "50": "#f0f7f8",
            "100": "#e2eff1",
            "200": "#c3dfe4",
            "300": "#9bdae6",
            "400": "#71c5d6",
            "500": "#71c5d6",
            "600": "#0f5c6e",
            "700": "#0a4452",
            "800": "#16333a",
            "900": "#0c2a32",
            "950": "#04222a",
        },
        "base": {
            "50": "#fafaf8",
            "100": "#f1f2ef",
            "200": "#dddfdb",
            "300": "#c4cbca",
            "400": "#a3afb5",
            "500": "#5f6c74",
            "600": "#4a565d",
            "700": "#3a454b",
            "800": "#2d363b",
            "900": "#1a2125",
            "950": "#13181b",
        },
    },
}

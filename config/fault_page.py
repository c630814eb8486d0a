"""The page for a fault of ours: it gives the number under which the fault was logged."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template import TemplateDoesNotExist
from django.template.loader import get_template


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the 500 page. It needs no database, no session and no user."""
    number = request.META.get("PRECERT_REQUEST_ID", "")
    try:
        page = get_template("500.html").render({"reference": number})
    except TemplateDoesNotExist:
        page = f"Something went wrong on our side. Reference: {number}"
    return HttpResponseServerError(page)

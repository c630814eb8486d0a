"""Health checks for whoever watches the product: no member data, nothing secret."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operations.services.health import FOR_WEB, FOR_WORK, parts_above, readiness


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Each part in a word; 200 when all that is needed is well, else 503.

    ?for=web asks only for what pages need: a load balancer should not take the
    pages away because the broker or the workers rest, since people can still read,
    upload and decide. ?for=intake asks for all and for what floors above tell, such as
    a fax line that has fallen silent: for an alarm, not for a load balancer.
    """
    needed = {
        "web": FOR_WEB,
        "intake": FOR_WEB + FOR_WORK + parts_above(),
    }.get(request.GET.get("for", ""), FOR_WEB + FOR_WORK)
    found = readiness(now=timezone.now())
    ready = found.ready_for(*needed)
    return JsonResponse({"ready": ready, **found.parts}, status=200 if ready else 503)


# The one rule accounts reads from every view; these two are open to all.
for _view in (healthz, readyz):
    vars(_view)["precert_action"] = "public"

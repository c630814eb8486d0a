"""Every address of the product. The rules of who may see what are on the views."""

from django.urls import URLPattern, URLResolver, include, path

from config.admin_urls import guarded_urls, site

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("operations.web.urls")),
    path("", include("accounts.web.urls")),
    path("intake/", include("documents.web.urls")),
    path("policies/", include("criteria.web.urls")),
    path("", include("cases.web.urls")),
    path("admin/", guarded_urls(site)),
    path("api/v1/", include("config.api")),
]

handler500 = "config.fault_page.server_error"

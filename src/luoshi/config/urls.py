"""Where everything is: staff at the root, the public under /portal/, machines under /api/v1/; what is shown when a page cannot be."""

from django.urls import include, path

from luoshi.api import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("portal/", include("luoshi.portal.urls")),
    path("", include("luoshi.web.urls")),
]

handler400 = "luoshi.web.views.errors.bad_request"
handler403 = "luoshi.web.views.errors.forbidden"
handler404 = "luoshi.web.views.errors.not_found"
handler500 = "luoshi.web.views.errors.failed"

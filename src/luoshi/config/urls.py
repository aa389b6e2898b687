"""Where everything is: pages for staff at the root, and what is shown when a page cannot be."""

from django.urls import include, path

urlpatterns = [path("", include("luoshi.web.urls"))]

handler400 = "luoshi.web.views.errors.bad_request"
handler403 = "luoshi.web.views.errors.forbidden"
handler404 = "luoshi.web.views.errors.not_found"
handler500 = "luoshi.web.views.errors.failed"

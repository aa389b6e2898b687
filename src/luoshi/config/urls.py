"""Where everything is: pages for staff at the root."""

from django.urls import include, path

urlpatterns = [path("", include("luoshi.web.urls"))]

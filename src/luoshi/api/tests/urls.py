"""The API by itself, where it stands in the product."""

from django.urls import path

from luoshi.api import api

urlpatterns = [path("api/v1/", api.urls)]

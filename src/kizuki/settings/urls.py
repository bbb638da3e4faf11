"""Which door stands at which path: the API's under its version, the pages' at the root."""

from django.urls import include, path

from kizuki.web.urls import handler403, handler404, handler500

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("api/v1/", include("kizuki.api.urls")),
    path("", include("kizuki.web.urls")),
]

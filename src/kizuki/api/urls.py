"""Where the API stands: behind no sign-in of pages, since each of its routes asks for a token."""

from __future__ import annotations

from django.urls import path

from kizuki.api.application import make

API = make()

_routes, _app, _namespace = API.urls
for _route in _routes:
    # Sessions and their forms are the pages' way in.
    _route.callback.login_required = False

urlpatterns = [path("", (_routes, _app, _namespace))]

"""How Django knows the pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages only: this application has no tables."""

    name = "kizuki.web"
    label = "web"
    verbose_name = "Kizuki: the pages"

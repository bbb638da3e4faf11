"""What the web server calls for each request."""

import os

from django.core.wsgi import get_wsgi_application

# What the server writes is for its owner alone.
os.umask(0o077)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuki.settings")
application = get_wsgi_application()

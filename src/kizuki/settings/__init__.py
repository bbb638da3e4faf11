"""Settings of the Django project, read from the environment; nothing here decides anything."""

from kizuki.settings.api import *  # noqa: F403 a settings module is its names
from kizuki.settings.clock import *  # noqa: F403
from kizuki.settings.database import *  # noqa: F403
from kizuki.settings.feeds import *  # noqa: F403
from kizuki.settings.mail import *  # noqa: F403
from kizuki.settings.metrics import *  # noqa: F403
from kizuki.settings.proxies import *  # noqa: F403
from kizuki.settings.web import *  # noqa: F403
from kizuki.settings.webhooks import *  # noqa: F403

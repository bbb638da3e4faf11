"""Webhooks: where calls go besides mail. An address is named here and nowhere else."""

import os

from kizuki.gateways.webhook.sending import webhooks_of

WEBHOOKS = webhooks_of(os.environ)

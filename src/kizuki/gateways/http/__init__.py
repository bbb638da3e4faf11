"""Fetching over HTTP: bounded, retried, through the company's proxy and certificates, and never at start-up."""

from kizuki.gateways.http.client import Answer, Client
from kizuki.gateways.http.connection import Connection
from kizuki.gateways.http.failing import FetchFailed

__all__ = ["Answer", "Client", "Connection", "FetchFailed"]

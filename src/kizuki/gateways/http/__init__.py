"""Fetching over HTTP: bounded, retried, through the company's proxy and certificates, and never at start-up."""

from kizuki.gateways.http.client import Answer, Client
from kizuki.gateways.http.connection import Connection
from kizuki.gateways.http.failing import FetchFailed
from kizuki.gateways.http.page import Asking, Cursor, Page, batches, instant, json_of, require

__all__ = [
    "Answer",
    "Asking",
    "Client",
    "Connection",
    "Cursor",
    "FetchFailed",
    "Page",
    "batches",
    "instant",
    "json_of",
    "require",
]

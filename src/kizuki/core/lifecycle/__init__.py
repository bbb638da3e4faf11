"""Stages and moves of what lives longer than a day: a device, a patch, safety information, an incident."""

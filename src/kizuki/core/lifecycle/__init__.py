"""Lifecycles: of a device, a patch, a report, a no-report; what stays on the clock; how long records are kept."""

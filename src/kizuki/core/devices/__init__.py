"""What identifies and describes a device: JMDN code, UDI-DI, scope of the notification, and its further traits."""

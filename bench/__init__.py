"""Speed and memory, measured against a calibration loop and a committed baseline."""

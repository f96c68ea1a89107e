"""Trains, quantises and packs the models that EcgEdge runs on the device."""

__version__ = "0.1.0"


class TrainingError(Exception):
    """Something the user can mend: bad input, a missing file, a wrong setting. Its text is the one line to show."""

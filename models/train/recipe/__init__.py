"""The recipe behind Mien's own expression network: data, networks, training, calibration and export."""

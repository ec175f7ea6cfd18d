"""A whole small network with a made-up wire: its copy, its pictures and the simulation that keeps it moving."""

"""The scenes of the demo's pictures, by theme."""

"""May it be shown, here and now, on this surface, with what credit, until when: always with the reason."""

"""Each wire format that the demo's agencies speak, written as they would write it."""

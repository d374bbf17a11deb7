"""How good the editor is, on labelled days: `python -m benchmarks.quality FOLDER`."""

"""One module a promise that rendered manifests must keep; each gives what breaks it, in words that say what to do."""

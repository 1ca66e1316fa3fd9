"""Checks that what is deployed agrees with the code: the image, the compose file and the Kubernetes manifests."""

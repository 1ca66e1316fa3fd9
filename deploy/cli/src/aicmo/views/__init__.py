"""What a person sees: values in, rich renderables out; nothing here asks a service."""

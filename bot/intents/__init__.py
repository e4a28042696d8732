"""What can be meant, one module a capability."""

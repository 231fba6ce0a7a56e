"""The documents that the sandbox emits, part by part."""

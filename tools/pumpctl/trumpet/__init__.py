"""Start-up and trumpet curves of what was recorded: docs/trumpet.md."""

"""The answer of a campaign as one HTML file: no script, no address outside, light and dark."""

"""The picture of `pumpctl status --watch`: from what a look brought to lines of text."""

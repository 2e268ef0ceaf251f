"""The weeks ahead, worked out before anything is staged. Shows; orders and proposes nothing."""

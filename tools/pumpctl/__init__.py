"""What a tester's computer does with a pump. Shares no code with the firmware but its wire."""

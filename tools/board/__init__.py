"""What brings the firmware onto an RP2040: an image, its size, and copying over a serial port."""

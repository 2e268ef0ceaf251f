"""Lives of a pump, each from one seed, watched by judges that share no code with the firmware."""

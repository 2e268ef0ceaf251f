"""What was ordered: prescription, programme, the label's verdicts, entry checks, staging."""

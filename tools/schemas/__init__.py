"""The JSON of every command of pumpctl as JSON Schema, made from the types that it answers with."""

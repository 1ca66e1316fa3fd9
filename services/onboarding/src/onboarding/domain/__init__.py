"""The judgement of a submitted brief: pure functions over plain values."""

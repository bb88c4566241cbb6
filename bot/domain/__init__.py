"""The rules: values, and functions of values and `now`. No library of the outside world."""

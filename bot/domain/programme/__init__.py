"""A programme as data: what a satsning asks of its networks, when it is due, and the forms it is answered in."""

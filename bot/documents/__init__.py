"""Documents: values in, bytes out. The picture of the annual wheel and the calendar feed; no database, no Slack.

wheel_layout    where everything stands, geometry only (parts: wheel_canvas, _dial, _sides, _labels, _leaders, _names)
wheel_svg       the layout as SVG (wheel_rings), in the colours of wheel_palette with the shapes of wheel_marks
wheel_png       the SVG as PNG
wheel_words     the words of the picture, and the same told to those who do not see it
calendar_feed   what is planned, as an iCalendar file
fonts           the shipped font and its measures; wrapping and spreading are what the layout is made of
"""

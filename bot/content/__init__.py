"""Content that people write in files: programmes and workspace files, read into checked values with line and field.

Files are neither a rule (domain), a use case (services) nor what the bot says, so they have a room of their own beside
`documents/`, its mirror image: there values become files, here files become values. `yaml_source` knows YAML and lines,
`validation` turns what pydantic refuses into sentences, and one file each reads a programme and a workspace file.
"""

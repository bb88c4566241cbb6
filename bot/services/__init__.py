"""Use cases: plain functions, a file per noun, one transaction each; the actor comes first."""

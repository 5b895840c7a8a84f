"""The pages of the workspace: lists of cases, a case's front page, its record, who may know of it."""

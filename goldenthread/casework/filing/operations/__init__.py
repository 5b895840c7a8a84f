"""What is done with a filing: `ordering` by a person, `sending` by the worker, `settling` by a person again."""

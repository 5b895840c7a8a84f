"""What the court's answer does to our record: `runs` (an answer), `first` (a new case), `later` (a later version),
`matching` (people who may be known already), `settling` (a difference, by a person)."""

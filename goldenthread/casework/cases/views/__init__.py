"""The pages of a case, by noun: intake, allocation, hearings, people, contacts, matches."""

"""What every area stands on: refusals, lifecycles, working days, identifiers. No Django, no imports of ours."""

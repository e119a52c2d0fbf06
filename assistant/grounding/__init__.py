"""The gate: claims, exact checks, verdicts and the policy that follows."""

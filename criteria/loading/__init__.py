from criteria.loading.facts import parse_fact, parse_facts
from criteria.loading.policies import policy_read

__all__ = ["parse_fact", "parse_facts", "policy_read"]

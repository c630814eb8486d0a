from criteria.models.revision import PolicyPublication, PolicyRevision

__all__ = ["PolicyPublication", "PolicyRevision"]

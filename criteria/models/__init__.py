from criteria.models.document import PolicyDocument
from criteria.models.revision import PolicyPublication, PolicyRevision

__all__ = ["PolicyDocument", "PolicyPublication", "PolicyRevision"]

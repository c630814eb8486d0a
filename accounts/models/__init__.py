from accounts.models.user import ReviewerCredential, User

__all__ = ["ReviewerCredential", "User"]

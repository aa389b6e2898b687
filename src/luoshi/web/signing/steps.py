"""Whether an account has a second step, and taking it away from a lost telephone."""

from allauth.mfa.models import Authenticator

from luoshi.org.models import User


def held(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def drop(user: User) -> bool:
    """Telephone and recovery codes open nothing any more; says whether there were any."""
    gone, _ = Authenticator.objects.filter(user=user).delete()
    return bool(gone)

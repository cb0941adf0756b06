"""What can be wrong about an identity, an account or a log-in. The docstring is the message."""


class NotAnIdentity(ValueError):
    """A session above the level "none" needs an identity with a pseudonym."""


class AccountExists(ValueError):
    """An account with this e-mail address exists already."""


class StaffNotFound(LookupError):
    """There is no account with this e-mail address."""


class LogInFailed(Exception):
    """The identity provider's answer cannot be believed."""


class ProviderSilent(LogInFailed):
    """The identity provider does not answer."""


class LogInCancelled(LogInFailed):
    """The resident has cancelled the log-in at the identity provider."""


class LogInNotOffered(LogInFailed):
    """This installation knows no identity provider."""


class NotADemonstration(RuntimeError):
    """Accounts with well-known passwords exist in demonstrations only."""

"""The link of the letter that asks whether an address is one's own."""

from allauth.account.models import EmailConfirmation
from allauth.account.views import ConfirmEmailView


class ConfirmAddress(ConfirmEmailView):
    """GET and POST /accounts/confirm-email/<key>/: an address is confirmed by a press."""

    def logout_other_user(self, confirmation: EmailConfirmation) -> None:
        """Whoever opens somebody else's letter stays signed in: no link alone signs anybody out."""

"""What a sign-in needs of the outside: the identity provider. The store is the real one, over PostgreSQL."""

from datetime import datetime
from typing import Protocol

from liane.codecs.oidc.authorization import AuthorizationRequest
from liane.codecs.oidc.ciba import CIBAChannel, CIBAStarted
from liane.codecs.oidc.discovery import ProviderMetadata
from liane.codecs.oidc.id_token import IdToken
from liane.codecs.oidc.introspection import Introspection
from liane.codecs.oidc.tokens import OAuthError, TokenSet
from liane.domain.actors.professional import SignedProfessional


class IdentityProvider(Protocol):
    """Pro Santé Connect. Every method raises RemoteFailure or InvalidInput."""

    @property
    def client_id(self) -> str:
        """Our number at the provider."""
        ...

    async def read_metadata(self) -> ProviderMetadata:
        """Give the addresses of the provider."""
        ...

    async def is_up(self) -> bool:
        """Tell whether it answers now."""
        ...

    async def make_authorization_url(self, request: AuthorizationRequest) -> str:
        """Build where a browser goes to sign in."""
        ...

    async def exchange_code(self, *, code: str, redirect_uri: str, code_verifier: str) -> TokenSet | OAuthError:
        """Give tokens for a code."""
        ...

    async def refresh(self, refresh_token: str) -> TokenSet | OAuthError:
        """Renew tokens."""
        ...

    async def check_id_token(
        self, token: str, *, nonce: str | None, signed_in_after: datetime | None = None, subject: str = ""
    ) -> IdToken:
        """Check an id_token."""
        ...

    async def fetch_userinfo(self, access_token: str, identity: IdToken | None) -> SignedProfessional:
        """Ask who signed in."""
        ...

    async def introspect(self, token: str) -> Introspection | OAuthError:
        """Ask what an access token is worth."""
        ...

    async def start_ciba(
        self, *, login_hint: str, binding_message: str, channel: CIBAChannel
    ) -> CIBAStarted | OAuthError:
        """Ask a person on their phone or card."""
        ...

    async def poll_ciba(self, auth_req_id: str) -> TokenSet | OAuthError:
        """Ask whether the person answered."""
        ...

    async def make_logout_url(self, *, id_token: str, state: str, return_to: str) -> str:
        """Build where a browser goes to sign out of the provider."""
        ...

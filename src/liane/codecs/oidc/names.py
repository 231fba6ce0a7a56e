"""The words of OAuth 2 and OpenID Connect as Pro Santé Connect speaks them. Rule: psc.md §2, §3, §7, §8."""

from typing import Final

SCOPE: Final = "openid scope_all"
ACR: Final = "eidas1"
DISCOVERY_NAME: Final = "wallet-openid-configuration"
GRANT_CODE: Final = "authorization_code"
GRANT_REFRESH: Final = "refresh_token"
GRANT_CIBA: Final = "urn:openid:params:grant-type:ciba"
GRANT_EXCHANGE: Final = "urn:ietf:params:oauth:grant-type:token-exchange"
TYPE_ACCESS: Final = "urn:ietf:params:oauth:token-type:access_token"
TYPE_JWT: Final = "urn:ietf:params:oauth:token-type:jwt"
SIGNATURE_ALGORITHMS: Final = ("RS256", "PS256", "ES256")
"""What a signature may use: asymmetric ones only; neither ``none`` nor a public key taken for a secret passes."""

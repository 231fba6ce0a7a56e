"""Sign-in by redirection: the browser goes to Pro Santé Connect and comes back with a code.

What must be remembered meanwhile is kept once, for the browser that asked, and is taken once. Rule: psc.md §3.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from liane.codecs.oidc.authorization import AuthorizationRequest, parse_callback
from liane.codecs.oidc.tokens import OAuthError
from liane.domain.access.attempts import REDIRECT_BY_ADDRESS
from liane.domain.errors import InvalidInput, RemoteFailure
from liane.pipeline.signin.admission import Admission
from liane.pipeline.signin.office import Office
from liane.pipeline.signin.ports import IdentityProvider
from liane.pipeline.signin.vault import digest, new_secret
from liane.pipeline.signin.visits import Purpose, SignedIn, SignInRefused, Visitor, make_stranger

REQUEST_LIFE = timedelta(minutes=10)
CALLBACK_PATH = "/connexion/retour"
SEAL = "signin_request"


class RedirectSignIn:
    """idp_hint: alias of a delegated identity provider, empty without. Rule: psc.md §11."""

    def __init__(self, office: Office, provider: IdentityProvider, admission: Admission, *, idp_hint: str = "") -> None:
        self._office = office
        self._provider = provider
        self._admission = admission
        self._idp_hint = idp_hint

    async def begin(self, visitor: Visitor, purpose: Purpose, *, must_prove: bool = False) -> str:
        """Give the address to send the browser to. must_prove: even who is signed in at the provider proves it again.

        Raises SignInRefused ``attendre`` (too many tries), ``indisponible``.
        """
        now = self._office.now()
        if not await self._office.gate.take(((f"redirect:{visitor.address}", REDIRECT_BY_ADDRESS),)):
            raise SignInRefused("attendre", next_page=purpose.next_page)
        state, nonce, verifier = new_secret(), new_secret(), new_secret()
        request = AuthorizationRequest(
            client_id=self._provider.client_id,
            redirect_uri=f"{visitor.base_url}{CALLBACK_PATH}",
            state=state,
            nonce=nonce,
            code_verifier=verifier,
            prompt="login" if must_prove or purpose.session else "",
            idp_hint=self._idp_hint,
        )
        try:
            address = await self._provider.make_authorization_url(request)
        except (RemoteFailure, InvalidInput) as error:
            raise await self._admission.refuse(error, purpose, visitor) from error
        kept = {
            "nonce": nonce,
            "verifier": verifier,
            "redirect_uri": request.redirect_uri,
            "next_page": purpose.next_page,
            "form": purpose.form,
            "session": purpose.session,
            "at": now.isoformat(),
        }
        await self._office.store.keep_request(
            digest(state), digest(visitor.secret), self._office.vault.seal(kept, SEAL), now
        )
        return address

    async def complete(self, visitor: Visitor, query: Mapping[str, str]) -> SignedIn:
        """Take what the browser brings back. The request is taken before anything else: a return serves once.

        Raises SignInRefused: ``perime`` when this browser asked for nothing of the kind (a forged or replayed return).
        Rule: psc.md §3, §13 (state mismatch: refuse, log as attack), §14.1-2.
        """
        try:
            answer = parse_callback(query)
        except InvalidInput as error:
            raise await self._admission.refuse(error, Purpose(), visitor) from error
        sealed = await self._office.store.take_request(
            digest(answer.state), digest(visitor.secret), made_after=self._office.now() - REQUEST_LIFE
        )
        kept = self._office.vault.open(sealed, SEAL) if sealed is not None else None
        if kept is None:
            refusal = SignInRefused("perime", ("state",))
            raise await self._office.trace.refuse(refusal, make_stranger(), self._office.now(), visitor)
        purpose = Purpose(next_page=kept["next_page"], form=kept["form"], session=int(kept["session"]))
        if answer.error:
            raise await self._admission.refuse(OAuthError(error=answer.error, status=400), purpose, visitor)
        try:
            tokens = await self._provider.exchange_code(
                code=answer.code, redirect_uri=kept["redirect_uri"], code_verifier=kept["verifier"]
            )
        except (RemoteFailure, InvalidInput) as error:
            raise await self._admission.refuse(error, purpose, visitor) from error
        if isinstance(tokens, OAuthError):
            raise await self._admission.refuse(tokens, purpose, visitor)
        asked_at = datetime.fromisoformat(kept["at"])
        return await self._admission.admit(tokens, purpose, visitor, nonce=kept["nonce"], asked_at=asked_at)

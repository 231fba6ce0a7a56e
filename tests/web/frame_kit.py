"""A house where people sign in by Pro Santé Connect and a record system of another site frames their patients."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from liane.cli.sign_in import make_room
from liane.pipeline.contexts.calls import ContextCalls
from liane.store.postgres_store import PostgresStore
from liane.web.sign_in_room import SignInRoom
from liane.wiring.dmp_pages import make_frames
from liane_sandbox.psc.service import CLIENT_ID
from tests.signin_kit import DOCTOR as DOCTOR_ID
from tests.signin_kit import SignInBench, running_bench
from tests.web.dmp_kit import FULL, Ground, House, open_house

HOST = "https://liane.test"
SITE = "https://dpi.ch-tilleuls.example"
BY_IPP = {"ipp": FULL.ipp, "domaine": "1.2.250.1.999.7"}
FRAMED = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site"}
COOKIE = "__Host-liane-cadre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """One browser: its jar of the frame (partitioned) and its jar of windows never meet."""

    frame: httpx.AsyncClient
    window: httpx.AsyncClient

    async def look(self, path: str, **headers: str) -> httpx.Response:
        """Load a page in the frame."""
        return await self.frame.get(path, headers=FRAMED | headers)

    async def post(self, path: str, *, origin: str = HOST, **fields: str) -> httpx.Response:
        """Send a form of the frame."""
        headers = FRAMED | {"Sec-Fetch-Site": "same-origin", "Origin": origin}
        return await self.frame.post(path, data=fields, headers=headers)

    async def act(self, path: str, **fields: str) -> httpx.Response:
        """Send a form of a window."""
        return await self.window.post(path, data=fields, headers={"Origin": HOST, "Sec-Fetch-Dest": "document"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FramedHouse:
    """The house, who signs in, and how to make browsers."""

    house: House
    bench: SignInBench

    @asynccontextmanager
    async def browse(self) -> AsyncIterator[Browser]:
        """Open a browser of its own."""
        transport = httpx.ASGITransport(self.house.app)
        async with (
            httpx.AsyncClient(transport=transport, base_url=HOST) as frame,
            httpx.AsyncClient(transport=transport, base_url=HOST) as window,
        ):
            yield Browser(frame=frame, window=window)

    async def call(self, identifier: str = DOCTOR_ID) -> str:
        """Call in context; gives the path to open."""
        answer = await self.house.call({"patient": BY_IPP, "professionnel": identifier, "motif": "séjour 24000006"})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["adresse"]).partition("liane.test")[2]

    async def sign_in(self, browser: Browser, identifier: str = DOCTOR_ID) -> None:
        """Sign in, in the window, in the first situation offered."""
        left = await browser.window.get("/connexion/psc")
        back = self.bench.approve(left.headers["location"], identifier)
        done = await browser.window.get("/connexion/retour", params=back)
        if done.headers["location"].startswith("/connexion/situation"):
            page = await browser.window.get(done.headers["location"])
            key = page.text.partition('name="situation" value="')[2][:16]
            await browser.act("/connexion/situation", situation=key)

    async def begin(self, browser: Browser, address: str) -> tuple[str, str]:
        """Open an address in the frame; gives the number of the frame and the digits that it shows."""
        first = await browser.look(address)
        assert first.headers["location"] == f"{address}?cadre=1"
        second = await browser.look(first.headers["location"])
        waiting = second.headers["location"]
        assert waiting.startswith("/contexte/cadre/")
        shown = re.search(r'class="binding">(\d{4})<', (await browser.look(waiting)).text)
        assert shown is not None
        return waiting.removeprefix("/contexte/cadre/"), shown[1]

    async def open(self, browser: Browser, identifier: str = DOCTOR_ID) -> str:
        """Do it whole: call, frame, window, number; gives the path of the context, open in the frame."""
        frame_id, number = await self.begin(browser, await self.call(identifier))
        await self.sign_in(browser, identifier)
        done = await browser.act(f"/contexte/fenetre/{frame_id}", nombre=number)
        assert done.status_code == 200, done.text
        opened = await browser.look(f"/contexte/cadre/{frame_id}")
        assert opened.status_code == 303
        return str(opened.headers["location"])


@asynccontextmanager
async def open_framed(
    ground: Ground, folder: Path, *, host: str = HOST, hosts: tuple[str, ...] = ("liane.test",), **rules: Any
) -> AsyncIterator[FramedHouse]:
    """Open a house over TLS whose contexts record systems frame. host: how browsers call it."""
    (folder / "signin").mkdir()
    dsn, own = await ground.make_database(), ground.make_folder(folder)
    async with (
        PostgresStore(dsn) as store,
        running_bench(store, ground.pki, folder / "signin", public_url=host) as bench,
    ):
        clients = bench.psc.service.clients
        clients[CLIENT_ID] = replace(clients[CLIENT_ID], redirects=(f"{host}/connexion/retour",))

        def make_sign_in(calls: ContextCalls, now: Callable[[], datetime]) -> SignInRoom:
            return make_room(bench.parts, make_frames(store, calls, now))

        async with open_house(ground.pki, store, own, hosts=hosts, sign_in=make_sign_in, **rules) as house:
            house.scene.clock[0] = bench.clock.now()  # the DMP refuses who signed in after its own present instant
            yield FramedHouse(house=house, bench=bench)

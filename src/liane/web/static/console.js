/* Refines pages that already work without it: keys, live lists, selection. It never makes a page by itself. */
"use strict";

(() => {
  const NEW_ROWS_MAX = 200;
  const RETRY_MS = 5000;
  const goPlaces = new Map();
  let isGoing = false;
  let focusedRow = "";
  let goTimer = 0;

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const isTyping = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName)) &&
    element.type !== "checkbox" && element.type !== "radio";

  /* --- keys ---------------------------------------------------------------------------------------------------- */

  const openLinks = () => all("[data-row] [data-open]").filter((link) => link.offsetParent !== null);

  function moveRow(step) {
    const links = openLinks();
    if (!links.length) return;
    const row = document.activeElement?.closest?.("[data-row]");
    const here = links.findIndex((link) => link.closest("[data-row]") === row);
    const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(here + step, 0), links.length - 1);
    links[next].focus();
    links[next].closest("[data-row]").scrollIntoView({ block: "nearest" });
  }

  function tickRow() {
    const box = document.activeElement?.closest?.("[data-row]")?.querySelector("input[type=checkbox]");
    if (box) { box.checked = !box.checked; box.dispatchEvent(new Event("change", { bubbles: true })); }
  }

  function focusSearch() {
    const field = document.querySelector("[data-search]") || document.getElementById("chercher");
    field?.focus();
    field?.select();
  }

  function showKeys() {
    const dialog = document.getElementById("touches");
    if (!dialog || dialog.open) return;
    dialog.showModal();
    dialog.scrollTop = 0;
  }

  const keys = { "/": focusSearch, "?": showKeys, j: () => moveRow(1), k: () => moveRow(-1), x: tickRow, g: waitForPlace };

  function waitForPlace() {
    isGoing = true;
    clearTimeout(goTimer);
    goTimer = setTimeout(() => { isGoing = false; }, 1500);
  }

  function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || document.body.dataset.keys === "non") return;
    if (event.key === "Escape" && isTyping(event.target)) { event.preventDefault(); event.target.blur(); return; }
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (isGoing) {
      isGoing = false;
      const place = goPlaces.get(key);
      if (place) { event.preventDefault(); location.assign(place); }
      return;
    }
    if (keys[key]) { event.preventDefault(); keys[key](); }
  }

  /* --- selection ----------------------------------------------------------------------------------------------- */

  function countSelection() {
    for (const form of all("form[data-selection]")) {
      const boxes = all("[data-row] input[type=checkbox]", form);
      const number = boxes.filter((box) => box.checked).length;
      const told = form.querySelector("[data-selected]");
      if (told) told.textContent = number === 0 ? "aucune ligne cochée" : number === 1 ? "1 ligne cochée" : `${number} lignes cochées`;
      const whole = form.querySelector("[data-select-all]");
      if (whole) { whole.checked = number > 0 && number === boxes.length; whole.indeterminate = number > 0 && number < boxes.length; }
    }
  }

  function onChange(event) {
    if (event.target.matches("[data-select-all]")) {
      for (const box of all("[data-row] input[type=checkbox]", event.target.form)) box.checked = event.target.checked;
    }
    if (event.target.type === "checkbox") countSelection();
  }

  /* --- live ---------------------------------------------------------------------------------------------------- */

  let source = null;
  /* The mark under which the page was made: what changed before the stream opened is then seen too. */
  let marks = document.body.dataset.mark || null;
  let isRefreshing = false;
  let isDue = false;
  let shown = document.querySelector('[data-live="region"]')?.innerHTML ?? "";

  const say = (text) => { for (const place of all("[data-live-state]")) if (place.textContent !== text) place.textContent = text; };

  async function fetchPage(address) {
    const answer = await fetch(address, { headers: { Accept: "text/html", "X-Liane-Suivi": "1" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  /* A person who types or selects in a region keeps it as it is; it is refreshed at the next change. */
  function isInUse(region) {
    const chosen = getSelection();
    if (chosen && !chosen.isCollapsed && region.contains(chosen.anchorNode)) return true;
    return all("input, textarea, select", region).some(
      (field) => field === document.activeElement || (field.type !== "hidden" && field.value !== field.defaultValue && field.tagName !== "SELECT"));
  }

  function replaceRegion(region, fresh) {
    if (fresh.innerHTML === shown) return;
    if (isInUse(region)) { say("mise à jour après votre saisie"); return; }
    shown = fresh.innerHTML;
    const open = new Set(all("details[open]", region).map((fold) => fold.id));
    const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
    region.replaceChildren(...document.importNode(fresh, true).childNodes);
    for (const fold of all("details", region)) if (open.has(fold.id)) fold.open = true;
    if (focused) document.getElementById(focused)?.focus();
  }

  function mergeRows(region, fresh) {
    const news = [];
    for (const row of all("[data-row]", fresh)) {
      const old = document.getElementById(row.id);
      if (!old) { news.push(row); continue; }
      for (const cell of all("[data-cell]", row)) {
        const before = old.querySelector(`[data-cell="${cell.dataset.cell}"]`);
        if (before && before.innerHTML !== cell.innerHTML && !before.contains(document.activeElement)) before.innerHTML = cell.innerHTML;
      }
    }
    announce(region, news.slice(0, NEW_ROWS_MAX));
  }

  function announce(region, rows) {
    const place = document.querySelector("[data-news]");
    if (!place || region.dataset.first !== "oui") return;
    place.replaceChildren();
    if (!rows.length) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = rows.length === 1 ? "1 nouveau, l’afficher" : `${rows.length} nouveaux, les afficher`;
    button.addEventListener("click", () => {
      const body = region.querySelector("tbody");
      for (const row of [...rows].reverse()) { const copy = document.importNode(row, true); copy.classList.add("arrived"); body.prepend(copy); }
      place.replaceChildren();
      openLinks()[0]?.focus();
      countSelection();
    });
    place.append(button);
  }

  async function refresh() {
    const region = document.querySelector("[data-live]");
    if (isRefreshing) { isDue = true; return; }
    if (!region || document.querySelector("dialog[open]")) return;
    isRefreshing = true;
    try {
      say("à jour en continu");
      const page = await fetchPage(location.href);
      const fresh = page.querySelector(`[data-live="${region.dataset.live}"]`);
      if (!fresh) return;
      if (region.dataset.live === "rows") mergeRows(region, fresh); else replaceRegion(region, fresh);
      for (const count of all("[data-count]")) {
        const now = page.querySelector(`[data-count="${count.dataset.count}"]`);
        if (now && now.innerHTML !== count.innerHTML) count.innerHTML = now.innerHTML;
      }
    } catch { say("mise à jour interrompue"); } finally { isRefreshing = false; }
    /* What changed while the page was being read is read again: no change is lost. */
    if (isDue) { isDue = false; await refresh(); }
  }

  function listen() {
    if (source || document.hidden || !document.querySelector("[data-live]")) return;
    source = new EventSource("/flux/evenements");
    source.addEventListener("flux", (event) => {
      if (marks !== null && marks !== event.data) refresh();
      marks = event.data;
    });
    source.addEventListener("fin", () => { stopListening(); say("session terminée : se reconnecter"); });
    source.addEventListener("open", () => say("à jour en continu"));
    source.addEventListener("error", () => {
      say("hors ligne, nouvel essai…");
      if (source?.readyState === EventSource.CLOSED) { stopListening(); setTimeout(listen, RETRY_MS); }
    });
  }

  function stopListening() { source?.close(); source = null; }

  /* --- start --------------------------------------------------------------------------------------------------- */

  for (const link of all("[data-go]")) goPlaces.set(link.dataset.go, link.getAttribute("href"));
  document.addEventListener("keydown", onKey);
  document.addEventListener("change", onChange);
  /* A list replaced while one moves in it keeps the row that has the focus. */
  document.addEventListener("htmx:before:swap", () => { focusedRow = document.activeElement?.closest?.("[data-row]")?.id ?? ""; });
  document.addEventListener("htmx:after:swap", () => {
    countSelection();
    if (focusedRow && !document.activeElement?.closest?.("[data-row]")) document.getElementById(focusedRow)?.querySelector("[data-open]")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-help]") && document.getElementById("touches")?.showModal) { event.preventDefault(); showKeys(); }
    const copy = event.target.closest?.("[data-copy]");
    if (copy) navigator.clipboard?.writeText(document.getElementById(copy.dataset.copy)?.textContent ?? "").then(() => { copy.textContent = "Copié"; });
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) stopListening(); else { listen(); } });
  addEventListener("pagehide", stopListening);
  for (const bar of all("[data-needs-script]")) bar.hidden = false;
  countSelection();
  listen();
})();

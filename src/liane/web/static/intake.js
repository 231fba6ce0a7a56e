/* Refines the room « Réception », which works without it: keys, places on pages, words put in fields, locks, dropped files. */
"use strict";

(() => {
  const RENEW_MS = 60000;
  const DRAG_MIN = 4;
  const SCALE = 1000;
  const SVG = "http://www.w3.org/2000/svg";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const intake = one(".intake");
  const isTyping = (element) =>
    element instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) && element.type !== "checkbox" && element.type !== "radio";
  const say = (text) => { const place = one("[data-say]"); if (place) place.textContent = text; };
  let field = null;
  let isFresh = false;

  /* --- keys: those of the page go before those of the console ---------------------------------------------------- */

  function openFold(id) {
    const fold = document.getElementById(id);
    if (!fold) return;
    fold.open = true;
    one("select, input:not([type=hidden]), button", fold)?.focus();
    fold.scrollIntoView({ block: "nearest" });
  }

  function file() {
    const form = document.getElementById("integrer");
    const button = document.getElementById("bouton-integrer");
    if (!form || !button) return;
    if (!one("input[name=personne]:checked")) {
      say("Choisir d’abord un patient.");
      (one("input[name=personne]") ?? document.getElementById("q"))?.focus();
      return;
    }
    form.requestSubmit(button);
  }

  /* Focus a field wherever it is, also under a fold. */
  function goTo(input) {
    const fold = input?.closest("details:not([open])");
    if (fold) fold.open = true;
    input?.focus();
    input?.select?.();
  }

  function edit() {
    const fields = all("[data-field]").filter((input) => input.offsetParent !== null);
    const doubtful = fields.find((input) => input.closest(".is-todo"));
    goTo(doubtful ?? fields[0]);
  }

  const keys = {
    enter: file,
    e: edit,
    t: () => goTo(document.getElementById("champ-doc_type")),
    d: () => goTo(document.getElementById("champ-doc_date")),
    p: () => { const search = document.getElementById("q"); search?.focus(); search?.select(); },
    s: () => openFold("separer"),
    u: () => openFold("reunir"),
    x: () => openFold("renvoyer"),
    r: () => one("[data-turn]")?.click(),
    z: () => { const undo = document.getElementById("annuler"); undo?.requestSubmit ? undo.requestSubmit() : undo?.click(); },
    j: () => one("a[rel=next]")?.click(),
    k: () => one("a[rel=prev]")?.click(),
    "+": () => one("[data-zoom]")?.click(),
  };

  function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || one("dialog[open]")) return;
    const target = event.target;
    if (event.key === "Enter" && intake) { onEnter(event, target); return; }
    if (event.key === "Escape" && intake && target.closest?.("details[open]") && !isTyping(target)) {
      const fold = target.closest("details[open]");
      fold.open = false;
      one("summary", fold).focus();
      return;
    }
    if (isTyping(target) || document.body.dataset.keys === "non" || (!intake && event.key.toLowerCase() !== "z")) return;
    const act = keys[event.key.toLowerCase()];
    if (!act || event.key === "Enter" || isGoingSomewhere) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  }

  /* Enter in a field closes the field; elsewhere, but on what Enter already opens, it files. */
  function onEnter(event, target) {
    const button = document.getElementById("bouton-integrer");
    if (!button) return;
    if (target.matches?.("[data-field], input[name=personne]")) { event.preventDefault(); button.focus(); return; }
    if (document.body.dataset.keys === "non" || target.closest?.("a, button, summary, input, select, textarea, form")) return;
    event.preventDefault();
    file();
  }

  /* G then a letter leads elsewhere: the letter that follows is not ours. */
  let isGoingSomewhere = false;
  function onGo(event) {
    if (isTyping(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    const wasGoing = isGoingSomewhere;
    isGoingSomewhere = !wasGoing && event.key.toLowerCase() === "g";
    if (isGoingSomewhere) setTimeout(() => { isGoingSomewhere = false; }, 1500);
  }

  /* --- places: a field shows where it was read ------------------------------------------------------------------ */

  function showPlace(name) {
    for (const rect of all(".place")) rect.classList.toggle("is-here", rect.dataset.of === name);
    const first = one(`.place[data-of="${CSS.escape(name)}"]`);
    const papers = one("[data-papers]");
    if (!first || !papers) return;
    const place = first.getBoundingClientRect();
    const seen = papers.getBoundingClientRect();
    if (place.top < seen.top + 20 || place.bottom > seen.bottom - 20) papers.scrollTop += place.top - seen.top - seen.height / 3;
  }

  function onFocus(event) {
    const found = event.target.closest?.("[data-field]");
    if (!found) return;
    field = found;
    isFresh = true;
    showPlace(found.dataset.field);
  }

  function put(text, isMore) {
    if (!field || !text) { say(text ? "Choisir d’abord le champ à remplir." : "Rien n’a été lu dans ce cadre."); return; }
    if (field.tagName === "SELECT") { say("Le type se choisit dans sa liste."); return; }
    field.value = isMore || !isFresh ? `${field.value} ${text}`.trim() : text;
    tellChosen(field);
    tellTyped(field);
    isFresh = false;
    field.focus();
    isFresh = false;
    say(`${one(`label[for="${field.id}"]`)?.textContent ?? ""} : ${field.value}`);
  }

  /* --- what will be filed is told beside the button, as it stands now --------------------------------------------- */

  function tellChosen(input) {
    const told = input && one(`[data-told="${CSS.escape(input.dataset.field ?? "")}"]`);
    if (!told) return;
    const text = input.tagName === "SELECT" ? input.value && input.selectedOptions[0].textContent : input.value.trim();
    told.textContent = text || (input.tagName === "SELECT" ? "type à choisir" : "date à saisir");
  }

  /* What a person typed is no longer to be checked: the field says so, and the next doubtful one comes with E. */
  function tellTyped(input) {
    if (!input) return;
    const told = document.getElementById(`sur-${input.dataset.field}`);
    if (told) told.textContent = "saisi";
    input.closest(".is-todo")?.classList.remove("is-todo");
    one(`[data-doubt="${CSS.escape(input.dataset.field)}"]`)?.remove();
    const doubts = one(".doubts");
    if (doubts && !one("[data-doubt]", doubts)) doubts.remove();
  }

  /* --- words: fetched when their page is on screen ---------------------------------------------------------------- */

  const turned = (box, quarter) => {
    const [x0, y0, x1, y1] = box;
    if (quarter === 90) return [1 - y1, x0, 1 - y0, x1];
    if (quarter === 180) return [1 - x1, 1 - y1, 1 - x0, 1 - y0];
    return quarter === 270 ? [y0, 1 - x1, y1, 1 - x0] : box;
  };

  function draw(layer, className, box) {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", className);
    const [x0, y0, x1, y1] = box.map((side) => side * SCALE);
    for (const [name, value] of [["x", x0], ["y", y0], ["width", x1 - x0], ["height", y1 - y0]]) rect.setAttribute(name, String(value));
    layer.append(rect);
    return rect;
  }

  async function fetchWords(page) {
    if (page.dataset.asked) return;
    page.dataset.asked = "oui";
    try {
      const answer = await fetch(page.dataset.words, { credentials: "same-origin" });
      if (!answer.ok) return;
      const read = await answer.json();
      const quarter = Number(page.dataset.quarter);
      const image = one("img", page);
      const address = new URL(image.src);
      const wanted = String((read.rotation + quarter) % 360);
      if (address.searchParams.get("tourner") !== wanted) { address.searchParams.set("tourner", wanted); image.src = address.href; }
      const layer = one("[data-layer]", page);
      for (const [text, ...box] of read.words) draw(layer, "word", turned(box, quarter)).dataset.text = text;
    } catch { say("Les mots de la page ne sont pas disponibles."); }
  }

  function watchPages() {
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) fetchWords(entry.target);
    }, { root: one("[data-papers]"), rootMargin: "100px" });
    for (const page of all("[data-page]")) watcher.observe(page);
  }

  /* --- a word clicked, a rectangle drawn -------------------------------------------------------------------------- */

  function pointOf(event, svg) {
    const seen = svg.getBoundingClientRect();
    const within = (value) => Math.min(Math.max(value, 0), 1);
    return [within((event.clientX - seen.left) / seen.width), within((event.clientY - seen.top) / seen.height)];
  }

  function onDown(event) {
    const svg = event.target.closest?.("svg.over");
    if (!svg || event.button !== 0) return;
    event.preventDefault();
    if (event.pointerType === "touch") { if (event.target.dataset.text) put(event.target.dataset.text, event.shiftKey); return; }
    const start = pointOf(event, svg);
    const from = [event.clientX, event.clientY];
    let drawn = null;
    const box = (now) => [Math.min(start[0], now[0]), Math.min(start[1], now[1]), Math.max(start[0], now[0]), Math.max(start[1], now[1])];
    const move = (moved) => {
      if (Math.hypot(moved.clientX - from[0], moved.clientY - from[1]) < DRAG_MIN && !drawn) return;
      drawn?.remove();
      drawn = draw(svg, "drawn", box(pointOf(moved, svg)));
    };
    const end = (ended) => {
      svg.removeEventListener("pointermove", move);
      svg.removeEventListener("pointerup", end);
      if (!drawn) { if (event.target.dataset.text) put(event.target.dataset.text, ended.shiftKey); return; }
      readZone(svg.closest("[data-page]"), box(pointOf(ended, svg)), ended.shiftKey).finally(() => drawn.remove());
    };
    svg.setPointerCapture(event.pointerId);
    svg.addEventListener("pointermove", move);
    svg.addEventListener("pointerup", end);
  }

  async function readZone(page, box, isMore) {
    const back = (360 - Number(page.dataset.quarter)) % 360;
    const zone = turned(box, back).map((side) => side.toFixed(4)).join(",");
    say("Lecture du cadre…");
    try {
      const answer = await fetch(page.dataset.zone, { method: "POST", body: new URLSearchParams({ zone }), credentials: "same-origin" });
      put(answer.ok ? (await answer.json()).text : "", isMore);
    } catch { say("Le cadre n’a pas pu être lu."); }
  }

  /* --- holding the item, undoing ---------------------------------------------------------------------------------- */

  function hold(base) {
    const renew = async () => {
      const answer = await fetch(`${base}/verrou`, { method: "POST", headers: { "X-Liane-Suivi": "1" }, credentials: "same-origin" }).catch(() => null);
      if (answer?.status === 409) say("Ce document a été repris par quelqu’un d’autre.");
    };
    renew();
    setInterval(renew, RENEW_MS);
    addEventListener("pagehide", () => navigator.sendBeacon(`${base}/lacher`));
  }

  function countDown(notice) {
    let left = Number(notice.dataset.undoS);
    const timer = setInterval(() => {
      left -= 1;
      const told = one("[data-left]", notice);
      if (told) told.textContent = `${Math.max(left, 0)} s`;
      if (left <= 0) { clearInterval(timer); one("form", notice)?.remove(); }
    }, 1000);
  }

  /* --- the worklist: a row decided elsewhere says so --------------------------------------------------------------- */

  async function markGone() {
    const region = one("[data-gone]");
    if (!region) return;
    const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const row of all("[data-row]", region)) {
      const isGone = !page.getElementById(row.id);
      row.classList.toggle("is-gone", isGone);
      const box = one("input[type=checkbox]", row);
      if (box && isGone) { box.checked = false; box.disabled = true; }
      const state = one("[data-cell=etat]", row);
      if (state && isGone) state.textContent = "décidé ailleurs";
    }
  }

  /* --- pages in groups: where a document begins is dragged along them, or clicked; the boxes below say the same -------- */

  function prepareCuts(fieldset) {
    const boxes = all("input[name=coupe]", fieldset);
    const strip = one("[data-strip]", fieldset);
    if (!strip || !boxes.length) return;
    strip.hidden = false;
    const chips = [0, ...boxes].map((_, rank) => {
      const chip = document.createElement("span");
      chip.textContent = String(rank + 1);
      strip.append(chip);
      return chip;
    });
    const isCut = (rank) => rank > 0 && boxes[rank - 1].checked;
    const draw = () => {
      let group = 1;
      chips.forEach((chip, rank) => {
        if (isCut(rank)) group += 1;
        chip.className = `chip group-${((group - 1) % 6) + 1}${isCut(rank) ? " starts" : ""}`;
      });
    };
    const move = (from, to) => {
      if (to < 1 || from === to || isCut(to)) return from;
      const [low, high] = [Math.min(from, to), Math.max(from, to)];
      if (boxes.some((box, place) => box.checked && place + 1 !== from && place + 1 > low && place + 1 < high)) return from;
      boxes[from - 1].checked = false;
      boxes[to - 1].checked = true;
      draw();
      return to;
    };
    strip.addEventListener("pointerdown", (event) => {
      const begun = chips.indexOf(event.target);
      if (begun < 1 || event.button !== 0) return;
      event.preventDefault();
      let rank = begun;
      const wasCut = isCut(begun);
      const follow = (moved) => {
        const over = chips.indexOf(document.elementFromPoint(moved.clientX, moved.clientY));
        if (wasCut && over > 0) rank = move(rank, over);
      };
      const end = (ended) => {
        strip.removeEventListener("pointermove", follow);
        strip.removeEventListener("pointerup", end);
        strip.removeEventListener("pointercancel", end);
        const isClick = rank === begun && chips.indexOf(document.elementFromPoint(ended.clientX, ended.clientY)) === begun;
        if (ended.type === "pointerup" && isClick) { boxes[begun - 1].checked = !wasCut; draw(); }
      };
      strip.setPointerCapture(event.pointerId);
      strip.addEventListener("pointermove", follow);
      strip.addEventListener("pointerup", end);
      strip.addEventListener("pointercancel", end);
    });
    fieldset.addEventListener("change", draw);
    draw();
  }

  /* --- files dropped ------------------------------------------------------------------------------------------------ */

  function prepareDeposit(form) {
    const drop = one("[data-drop]", form);
    const input = one("input[type=file]", form);
    const most = Number(form.dataset.filesMax);
    const tell = () => {
      const number = input.files.length;
      one("[data-dropped]", form).textContent = number > most ? `${number} fichiers : ${most} au plus à la fois.` : number > 1 ? `${number} fichiers choisis.` : number === 1 ? input.files[0].name : "";
      one("button.main", form).disabled = number > most;
      one("[data-empty]", form).hidden = number === 0;
    };
    /* Files dropped join those already there; beside the frame they are taken too, and never open in place of the page. */
    const isSame = (a, b) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
    const add = (files) => {
      const joined = new DataTransfer();
      for (const file of input.files) joined.items.add(file);
      for (const file of files) if (![...joined.files].some((known) => isSame(known, file))) joined.items.add(file);
      input.files = joined.files;
      tell();
    };
    for (const name of ["dragover", "dragenter"]) addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
    addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
    addEventListener("drop", (event) => { event.preventDefault(); drop.classList.remove("over"); if (event.dataTransfer.files.length) add(event.dataTransfer.files); });
    one("[data-empty]", form)?.addEventListener("click", () => { input.value = ""; tell(); input.focus(); });
    input.addEventListener("change", tell);
  }

  /* --- start --------------------------------------------------------------------------------------------------------- */

  document.addEventListener("keydown", onKey, true);
  document.addEventListener("keydown", onGo, true);
  for (const notice of all("[data-undo-s]")) countDown(notice);
  for (const form of all("[data-deposit]")) prepareDeposit(form);
  const count = one("[data-count=reception]");
  if (count && one("[data-gone]")) new MutationObserver(markGone).observe(count, { childList: true, subtree: true, characterData: true });
  if (!intake) return;
  document.addEventListener("focusin", onFocus);
  document.addEventListener("input", (event) => { const typed = event.target.closest?.("[data-field]"); tellChosen(typed); tellTyped(typed); });
  for (const told of all("[data-told]")) tellChosen(document.getElementById(`champ-${told.dataset.told}`));
  for (const told of all('.decide a[href^="#champ-"]')) told.addEventListener("click", (event) => { event.preventDefault(); goTo(document.getElementById(told.hash.slice(1))); });
  document.addEventListener("pointerdown", onDown);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-edit]")) edit();
    const zoom = event.target.closest?.("[data-zoom]");
    if (zoom) {
      const isLarge = one("[data-papers]").classList.toggle("large");
      zoom.firstChild.textContent = isLarge ? "Réduire " : "Agrandir ";
      for (const image of all(".sheet-of img")) { const address = new URL(image.src); address.searchParams.set("taille", isLarge ? "large" : ""); image.src = address.href; }
    }
  });
  for (const form of all("form[method=post]", intake)) form.addEventListener("submit", () => { for (const button of all(`button[form="${form.id}"]`)) button.disabled = Boolean(form.id); });
  if (intake.dataset.held) hold(intake.dataset.held);
  for (const fieldset of all("fieldset.cuts", intake)) prepareCuts(fieldset);
  watchPages();
})();

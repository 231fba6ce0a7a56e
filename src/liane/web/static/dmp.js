/* Refines the pages of a DMP, which work without it: next and previous document by keys, focus that follows. */
"use strict";

(() => {
  const isTyping = (element) =>
    element instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) && element.type !== "checkbox";

  function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || document.body.dataset.keys === "non") return;
    if (isTyping(event.target) || document.querySelector("dialog[open]") || document.querySelector("[data-row]")) return;
    const rel = { j: "next", k: "prev" }[event.key.toLowerCase()];
    const link = rel && document.querySelector(`.around-links a[rel=${rel}]`);
    if (link) { event.preventDefault(); link.click(); }
  }

  /* The document that came beside the list says so to who reads the screen by ear, and shows its beginning. */
  function onSwap(event) {
    const pane = document.getElementById("apercu");
    if (!pane || event.detail?.ctx?.target !== pane) return;
    pane.scrollTop = 0;
    if (getComputedStyle(pane).position === "static") pane.scrollIntoView({ block: "start" });
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("htmx:after:swap", onSwap);
})();

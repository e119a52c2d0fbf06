// What Gradio has no part for: the source panel, copying, and where the page scrolls.
"use strict";

(() => {
  const panel = document.createElement("aside");
  panel.id = "panel";
  panel.hidden = true;
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", "Source");
  panel.innerHTML =
    '<button type="button" class="close" aria-label="Close the source">×</button><div class="content"></div>';
  document.body.append(panel);
  const content = panel.querySelector(".content");
  let opener = null;

  const selector = (key) => `[data-source="${CSS.escape(key)}"]`;

  function show(button) {
    const card = document.getElementById(`source-${button.dataset.source}`);
    if (!card) return;
    content.replaceChildren(...card.cloneNode(true).childNodes);
    opener = button.dataset.source;
    panel.hidden = false;
    document.documentElement.classList.add("with-panel");
    mark();
    const title = content.querySelector("h2");
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
    // The cited words are in sight, and so is the marker that a sheet would cover.
    const cited = content.querySelector("mark");
    panel.scrollTop = cited ? Math.max(0, cited.offsetTop + cited.offsetHeight - panel.clientHeight + 24) : 0;
    const hidden = button.getBoundingClientRect().bottom - panel.offsetTop + 24;
    const sheet = panel.offsetTop > 0;
    if (sheet && hidden > 0) window.scrollBy({ top: hidden });
  }

  function close(refocus) {
    if (panel.hidden) return;
    panel.hidden = true;
    document.documentElement.classList.remove("with-panel");
    mark();
    if (refocus && opener) document.querySelector(selector(opener))?.focus();
    opener = null;
  }

  // The marker whose source is open stays visibly pressed.
  function mark() {
    for (const button of document.querySelectorAll("[data-source].open")) button.classList.remove("open");
    if (panel.hidden) return;
    for (const button of document.querySelectorAll(selector(opener))) button.classList.add("open");
  }

  async function copy(button) {
    const label = button.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Copying is not allowed here";
    }
    setTimeout(() => (button.textContent = label), 1600);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-source], [data-copy], #panel .close");
    if (!button) return;
    if (button.dataset.source) show(button);
    else if (button.dataset.copy) copy(button);
    else close(true);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(true);
  });

  // A new question goes to the top of the window, and its answer grows below it: nothing jumps.
  let known = 0;
  new MutationObserver(() => {
    const exchanges = document.querySelectorAll(".exchange");
    if (exchanges.length > known) {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      exchanges[exchanges.length - 1].scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
    }
    if (exchanges.length < known) close(false);
    known = exchanges.length;
  }).observe(document.body, { childList: true, subtree: true });
})();

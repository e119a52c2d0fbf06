"use strict";
// The list of cases. All words of cases reach the page as text nodes, never as markup.

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const STEP = 60; // rows that are added at a time
const STANDINGS = {
  right: ["good", "✓ Right"],
  wrong: ["bad", "✗ Wrong"],
  failed: ["bad", "! Failed"],
  unscored: ["", "– Not scored"],
};
const SIGNS = { supported: ["good", "✓"], contradicted: ["bad", "✗"], not_enough_information: ["warn", "?"], unchecked: ["", "–"] };

function make(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// ---- one case ----

function sourceBox(source, head) {
  const words = data.texts[source.words];
  const box = make("div", words.length > 420 ? "source clipped" : "source");
  box.append(make("span", "head", head), make("span", "place", source.place));
  box.append(make("span", "words", words || "The words of this document may not be shown."));
  if (words.length > 420) {
    const more = make("button", "open", "Show the whole passage");
    more.type = "button";
    more.addEventListener("click", () => { box.classList.remove("clipped"); more.remove(); });
    box.append(more);
  }
  return box;
}

function citeButton(marker, wrong, boxes) {
  const button = make("button", wrong ? "cite bad" : "cite", `${wrong ? "✗ " : ""}${marker}`);
  button.type = "button";
  button.setAttribute("aria-label", `Source ${marker}${wrong ? ", does not bear this out" : ""}`);
  button.addEventListener("click", () => {
    const box = boxes.get(marker);
    if (!box) return;
    boxes.forEach((each) => each.classList.toggle("lit", each === box));
    box.scrollIntoView({ block: "nearest" });
  });
  return button;
}

function said(one, boxes) {
  const parts = [];
  for (const sentence of one.sentences) {
    const [tone, sign] = SIGNS[sentence.verdict] || SIGNS.unchecked;
    const mark = make("span", "sign", sign);
    mark.setAttribute("aria-hidden", "true");
    const box = make("div", `sentence ${tone}`, mark, sentence.text);
    for (const marker of sentence.markers) box.append(citeButton(marker, sentence.wrong.includes(marker), boxes));
    box.append(make("span", "said", sentence.says));
    parts.push(box);
  }
  if (!parts.length) parts.push(make("p", "plainly", one.text || one.error || "Nothing was said."));
  return parts;
}

function scoresTable(one) {
  const body = make("tbody"), missing = new Map();
  one.scores.forEach((number, at) => {
    const [label, tells] = data.scores[at], [value, scored] = data.words[number];
    if (!scored) {
      missing.set(value, [...(missing.get(value) || []), label]);
      return;
    }
    const line = make("tr", "", make("th", "", label), make("td", "", value));
    line.title = tells;
    body.append(line);
  });
  const left = [...missing].map(([reason, labels]) => make("li", "", `${reason}: ${labels.join(", ")}`));
  return [make("table", "", body), make("h4", "", "Not scored, and why"), make("ul", "soft", ...left)];
}

function list(title, items) {
  if (!items.length) return [];
  return [make("h4", "", title), make("ul", "", ...items.map((item) => make("li", "", item)))];
}

function detail(one) {
  const boxes = new Map(one.citations.map((each) => [each.marker, sourceBox(each, `[${each.marker}] ${each.title}`)]));
  const left = make("div"), right = make("div");
  if (one.why.length) left.append(make("ul", "why", ...one.why.map((reason) => make("li", "", reason))));
  left.append(...list("Earlier in the conversation", one.history));
  left.append(make("h4", "", one.heading), ...said(one, boxes));
  if (one.reason) left.append(make("p", "soft", `Why it ended so: ${one.reason}`));
  left.append(...list("A right answer", one.expects), ...list("Where the pack tells it", one.evidence));
  const scores = make("details", "had", make("summary", "", "Scores of this case"), ...scoresTable(one));
  left.append(scores);
  const link = make("a", "", "Link to this case");
  link.href = `#case-${encodeURIComponent(one.id)}`;
  left.append(make("p", "soft", `${one.id} · ${one.facts}`), make("p", "", link));
  if (boxes.size) right.append(make("h4", "", one.nearby ? "What it pointed to" : "What it cited"), ...boxes.values());
  const had = make("details", "had", make("summary", "", `What the system had before it (${one.retrieved.length})`));
  had.append(...one.retrieved.map((each) => sourceBox(each, `${each.rank}. ${each.document}${each.holds ? " · holds the expected words ✓" : ""}`)));
  had.open = !boxes.size;
  if (one.retrieved.length) right.append(had);
  return make("div", "detail", left, right);
}

function badge(standing) {
  const [tone, words] = STANDINGS[standing];
  return make("span", `badge ${tone}`, words);
}

// ---- the list ----

let shown = data.cases, rendered = 0;
const rows = new Map();

function row(one) {
  const faults = one.faults.map((name) => `✗ ${data.faults[name]}`).join(" · ");
  const question = make("span", "question", one.question || "(an empty question)", faults ? make("span", "faults", faults) : null);
  const button = make("button", "row", badge(one.standing), question, make("span", "meta", `${one.kind} · ${one.outcome}`));
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  const item = make("li", "", button);
  item.id = `case-${one.id}`;
  button.addEventListener("click", () => {
    toggle(item, one, !item.classList.contains("open"));
    if (item.classList.contains("open")) history.replaceState(null, "", `#case-${encodeURIComponent(one.id)}`);
  });
  rows.set(one.id, item);
  return item;
}

function toggle(item, one, open) {
  item.classList.toggle("open", open);
  item.firstChild.setAttribute("aria-expanded", String(open));
  if (item.children.length > 1) item.lastChild.hidden = !open;
  else if (open) item.append(detail(one));
}

function renderTo(count) {
  const more = document.createDocumentFragment();
  for (const one of shown.slice(rendered, count)) more.append(row(one));
  rendered = Math.min(Math.max(count, rendered), shown.length);
  byId("list").append(more);
  byId("more").hidden = rendered >= shown.length;
  byId("more").textContent = `Show ${STEP} more (${(shown.length - rendered).toLocaleString("en")} left)`;
}

const haystacks = new Map();
function haystack(one) {
  if (!haystacks.has(one)) haystacks.set(one, `${one.id}\n${one.question}\n${one.text}\n${one.tags}`.toLowerCase());
  return haystacks.get(one);
}

const RESULTS = {
  all: ["All cases", () => true],
  look: ["Wrong or with a fault", (one) => one.look],
  right: ["Right", (one) => one.standing === "right"],
  wrong: ["Wrong", (one) => one.standing === "wrong" || one.standing === "failed"],
  unscored: ["Not scored", (one) => one.standing === "unscored"],
};
for (const [name, label] of Object.entries(data.faults)) RESULTS[name] = [`Fault: ${label}`, (one) => one.faults.includes(name)];

function choose() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const kind = byId("kind").value, outcome = byId("outcome").value, [, test] = RESULTS[byId("result").value];
  shown = data.cases.filter((one) => (!kind || one.kind === kind) && (!outcome || one.outcome === outcome)
    && test(one) && words.every((word) => haystack(one).includes(word)));
  rendered = 0;
  rows.clear();
  byId("list").replaceChildren();
  byId("count").textContent = `${shown.length.toLocaleString("en")} of ${data.cases.length.toLocaleString("en")} cases`;
  renderTo(STEP);
}

function fill(select, options) {
  for (const [value, label] of options) {
    const option = make("option", "", label);
    option.value = value;
    select.append(option);
  }
}

function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].map(([value, count]) => [value, `${value} (${count})`]);
}

function follow() {
  if (!location.hash.startsWith("#case-")) return;
  let id;
  try { id = decodeURIComponent(location.hash.slice(6)); } catch { return; }
  const one = data.cases.find((each) => each.id === id);
  if (!one) return;
  if (!shown.includes(one)) {
    for (const name of ["search", "kind", "outcome"]) byId(name).value = "";
    byId("result").value = "all";
    choose();
  }
  renderTo(shown.indexOf(one) + 1);
  const item = rows.get(id);
  toggle(item, one, true);
  item.scrollIntoView({ behavior: "instant", block: "start" });
  item.firstChild.focus({ preventScroll: true });
}

// ---- paper: every detail is open, and the cases that need a look stand whole ----

let opened = [];
function print() {
  opened = [...document.querySelectorAll("details:not([open])")];
  const cases = data.cases.filter((one) => one.look).map((one) =>
    make("article", "", make("h3", "", badge(one.standing), ` ${one.question} `, make("span", "soft", `${one.kind} · ${one.outcome}`)), detail(one)));
  const words = `${cases.length.toLocaleString("en")} cases are wrong or hold a fault. They follow; the page itself holds all.`;
  byId("printed").replaceChildren(make("p", "", words), ...cases);
  for (const each of opened) each.open = true;
}
function printed() {
  byId("printed").replaceChildren();
  for (const each of opened) each.open = false;
}

fill(byId("kind"), counted(data.cases.map((one) => one.kind)));
fill(byId("outcome"), counted(data.cases.map((one) => one.outcome)));
fill(byId("result"), Object.entries(RESULTS)
  .map(([value, [label, test]]) => [value, `${label} (${data.cases.filter(test).length})`])
  .filter(([value, label]) => value === "all" || !label.endsWith("(0)")));
let waiting;
byId("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(choose, 120); });
for (const name of ["kind", "outcome", "result"]) byId(name).addEventListener("change", choose);
byId("more").addEventListener("click", () => renderTo(rendered + STEP));
byId("controls").addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", follow);
addEventListener("beforeprint", print);
addEventListener("afterprint", printed);
byId("scriptless").remove();
byId("controls").hidden = false;
choose();
follow();

/* The page's own script: shows HTML that Python has written, and tells Python what is asked of it.

   Every piece of HTML has passed the gate (layers/webmap/text.py). What changes in it is changed in
   place, so that a reader's focus, open folds and scroll position stay. A button asks by its
   `data-ask`, a field by its `data-param`; Python reads both as it reads an address. */

const html = new WeakMap(); // what each place of the page shows
let ask = () => {};

export default function ({ parentElement, data, setTriggerValue }) {
  if (data.asks) ask = (...asked) => setTriggerValue("ask", asked);
  let root = parentElement.querySelector(":scope > .cm-desk");
  if (!root) root = parentElement.appendChild(Object.assign(document.createElement("div"), { className: "cm-desk" }));
  if (html.get(root) === data.html) return;
  html.set(root, data.html);
  const fresh = document.createElement("template");
  fresh.innerHTML = data.html;
  morphChildren(root, fresh.content);
}

function morphChildren(old, fresh) {
  const wanted = [...fresh.childNodes];
  const here = [...old.childNodes];
  wanted.forEach((node, i) => {
    const is = here[i];
    if (!is) old.append(node);
    else if (is.nodeType === node.nodeType && is.nodeName === node.nodeName) morph(is, node);
    else is.replaceWith(node);
  });
  here.slice(wanted.length).forEach((node) => node.remove());
}

function morph(old, fresh) {
  if (!(old instanceof Element)) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name } of [...old.attributes])
    // Whether a fold is open is the reader's.
    if (!fresh.hasAttribute(name) && !(name === "open" && old.nodeName === "DETAILS")) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes)
    if (old.getAttribute(name) !== value && name !== "open") old.setAttribute(name, value);
  if (old.nodeName === "INPUT") {
    // What is being typed is ahead of what Python knows.
    const ahead = old === document.activeElement && old.type === "search" && old.value !== typed;
    if (!ahead) old.value = fresh.getAttribute("value") ?? "";
    return;
  }
  morphChildren(old, fresh);
  if (old.nodeName === "SELECT") old.value = old.querySelector("option[selected]")?.value ?? "";
}

const DAY = 864e5;
const dateOf = (slider, days) =>
  new Date(Date.parse(slider.dataset.days) + days * DAY).toISOString().slice(0, 10);
const inWords = (iso) =>
  new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

let typing;
let typed = ""; // the search that was last asked for
function search(field) {
  clearTimeout(typing);
  typed = field.value;
  ask("set", field.dataset.param, typed);
}

function onInput({ target }) {
  if (target.type === "search" && target.dataset.param) {
    clearTimeout(typing);
    typing = setTimeout(() => search(target), 350);
  } else if (target.dataset?.days) {
    const day = dateOf(target, +target.value);
    target.setAttribute("aria-valuetext", inWords(day));
    document.querySelector(`output[for="${target.id}"]`).textContent = inWords(day);
  }
}

function onChange({ target }) {
  const { add, param, days } = target.dataset ?? {};
  if (days) ask("set", "as-of", dateOf(target, +target.value));
  else if (add && target.value) {
    ask("add", add, target.value);
    target.value = "";
  } else if (param && target.type === "search") search(target);
  else if (param && (param !== "as-of" || target.value)) ask("set", param, target.value);
}

function onClick(event) {
  const button = event.target.closest?.("[data-ask], [data-copy]");
  if (!button) return;
  if ("copy" in button.dataset) return void copyLink();
  const [op, name, value] = JSON.parse(button.dataset.ask);
  ask(op, name, value);
  if (op === "set" && value && (name === "pick" || name === "place")) showMap();
}

/* What was pressed stands below the map or above it; what it does is seen on the map. */
function showMap() {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.querySelector(".st-key-stage")?.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "nearest" });
}

async function copyLink() {
  const said = document.querySelector(".cm-copied");
  try {
    await navigator.clipboard.writeText(location.href);
    said.textContent = "Link copied.";
  } catch {
    said.textContent = `Not copied; the link is ${location.href}`;
  }
}

/* The map tells where it is, and the address keeps it: no run of the script on the server is needed.
   Streamlit writes the rest of the view into the address, so the position is put in beside that. */
let position = new URL(location.href).searchParams.get("at");

function onMessage({ data, source }) {
  const at = data?.claimmap?.at;
  const ours = [...document.querySelectorAll("iframe")].some((frame) => frame.contentWindow === source);
  if (!ours || !Array.isArray(at) || at.length !== 3 || !at.every(Number.isFinite)) return;
  const [lat, lon, zoom] = at;
  position = `${lat.toFixed(5)},${lon.toFixed(5)},${+zoom.toFixed(2)}`;
  history.replaceState(history.state, "", withPosition(location.href));
}

function withPosition(address) {
  const url = new URL(address ?? location.href, location.href);
  url.searchParams.delete("at");
  const query = [url.searchParams.toString(), position && `at=${position}`].filter(Boolean).join("&");
  url.search = query;
  return url;
}

const push = history.pushState.bind(history);
history.pushState = (state, title, address) => push(state, title, withPosition(address));
addEventListener("popstate", () => { position = new URL(location.href).searchParams.get("at"); });

document.addEventListener("input", onInput);
document.addEventListener("change", onChange);
document.addEventListener("click", onClick);
addEventListener("message", onMessage);

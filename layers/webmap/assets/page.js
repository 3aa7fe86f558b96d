/* The page's own script: shows HTML that Python has written, and tells Python what is asked of it.

   Every piece of HTML has passed the gate (layers/html/gate.py). What changes in it is changed in
   place, so that a reader's focus, open folds and scroll position stay. A button asks by its
   `data-ask`, a field by its `data-param`; Python reads both as it reads an address. */

const html = new WeakMap(); // what each part of the page shows

const utf8 = new TextDecoder();

/** @param {{ parentElement: Element, data: Uint8Array, setTriggerValue: (name: "ask", asked: Claimmap.Asked) => void }} given */
export default function ({ parentElement, data: packed, setTriggerValue }) {
  const data = read(parentElement, packed);
  if (data.own) {
    remember(data.kept);
    return tellMaps(data.own);
  }
  if (data.told) heard(data.told, setTriggerValue);
  following.set(parentElement, { html: data.html, shown: 0 });
  parentElement.setAttribute("aria-busy", "true");
  if (data.told || mapIsThere) goOnWith(parentElement);
}

/* Each run sends all again; of what has not changed not even the JSON is read. */
/** @type {WeakMap<Element, { packed: Uint8Array, data: Claimmap.ToPage }>} */
const got = new WeakMap();
function read(parentElement, packed) {
  const last = got.get(parentElement);
  if (last?.packed.length === packed.length && packed.every((byte, at) => byte === last.packed[at])) return last.data;
  const data = JSON.parse(utf8.decode(packed));
  got.set(parentElement, { packed, data });
  return data;
}

/* The map comes first: what stands below it is shown when it has started, or does not come. */
/** @type {Map<Element, { html: string[], shown: number }>} */
const following = new Map();
const UNTIL = 6000;
let mapIsThere = false;
setTimeout(follow, UNTIL);
function follow() {
  if (mapIsThere) return;
  mapIsThere = true;
  // After the map's next picture, so that this does not hold it up.
  requestAnimationFrame(() => following.forEach((_, parent) => setTimeout(goOnWith, 0, parent)));
}

/* One part after the other, and a pause when they take long: neither the map nor a press waits for all. */
const AT_ONCE = 8;
function goOnWith(parentElement) {
  const one = following.get(parentElement);
  if (!one) return;
  const desk = parentElement.querySelector(":scope > .cm-desk") ?? division(parentElement, "cm-desk");
  const began = performance.now();
  while (one.shown < one.html.length) {
    if (performance.now() - began > AT_ONCE) return void setTimeout(goOnWith, 0, parentElement);
    fill(desk, one.shown, one.html[one.shown++]);
  }
  while (desk.children.length > one.html.length) desk.lastElementChild.remove();
  following.delete(parentElement);
  parentElement.removeAttribute("aria-busy");
  sinceLastVisit();
}

function fill(desk, number, text) {
  const focused = desk.contains(document.activeElement);
  const part = desk.querySelector(`[data-part="${number}"]`) ?? desk.children[number] ?? division(desk, "cm-slot");
  show(part, text);
  // What had the focus is gone: whoever uses a keyboard goes on where the view is chosen.
  if (focused && document.activeElement === document.body)
    /** @type {HTMLElement} */ (document.querySelector("#cm-search"))?.focus({ preventScroll: true });
}

const division = (parent, className) =>
  parent.appendChild(Object.assign(document.createElement("div"), { className }));

/* One part of the HTML. A filter leaves most parts as they are; those are not even read. */
function show(part, text) {
  if (html.get(part) === text) return;
  html.set(part, text);
  const fresh = document.createElement("template");
  fresh.innerHTML = text;
  morphChildren(part, fresh.content);
}

// -- since the last visit, which this browser alone knows of

let before; // the day, the data's version and the corrections of then; of now, for who was never here

function sinceLastVisit() {
  const part = document.getElementById("cm-corrections");
  const told = document.getElementById("cm-since");
  if (!part || !told) return;
  const { story, version } = part.dataset;
  const entries = /** @type {HTMLElement[]} */ ([...part.querySelectorAll("[data-correction]")]);
  const known = entries.map((entry) => entry.dataset.correction);
  before ??= lastVisit(`claimmap-visit-${story}`, { day: new Date().toISOString().slice(0, 10), version, known });
  const fresh = entries.filter((entry) => !before.known.includes(entry.dataset.correction));
  for (const entry of fresh) entry.classList.add("cm-new");
  const changes = [before.version !== version && "the data has changed", fresh.length && `corrections: ${fresh.length}`];
  told.hidden = !changes.some(Boolean);
  if (!told.hidden) told.textContent = `Since your last visit on ${inWords(before.day)}: ${changes.filter(Boolean).join("; ")}.`;
}

/* A page that is loaded again in the same tab is the same visit. */
function lastVisit(name, now) {
  try {
    const kept = sessionStorage.getItem(name) ?? localStorage.getItem(name) ?? JSON.stringify(now);
    sessionStorage.setItem(name, kept);
    localStorage.setItem(name, JSON.stringify(now));
    const found = JSON.parse(kept);
    return Array.isArray(found.known) && isFinite(Date.parse(found.day)) ? found : now;
  } catch {
    return now; // a browser that keeps nothing, or what is none of ours
  }
}

// -- asking

/* One thing is asked at a time, and again until it is answered: while a run is under way, the line
   is down or the server new, what is asked can be lost. Each has a number, by which Python does it
   once, and tells that it is done. */
const PATIENCE = 4000;
const RETRY = 1000; // when a connection is just there
const TRIES = 15; // what is never answered holds up the rest for a minute, not for ever
/** @type {Claimmap.Asked[]} */
const waiting = [];
/** @type {Claimmap.Asked} */
let current = null; // [what to do, with what, how, its number]
let number = 0;
let send = null;
let tries;
let patience;

function ask(op, name, value = null) {
  // Of several days or searches in a row only the last is still wanted.
  const last = waiting.at(-1);
  if (op === "set" && last?.[0] === "set" && last[1] === name) waiting.pop();
  waiting.push([op, name, value, ++number]);
  pump();
}

function pump() {
  if (!send || current || !waiting.length) return;
  current = waiting.shift();
  tries = 0;
  document.documentElement.toggleAttribute("data-asked", true);
  transmit();
}

function transmit(wait = PATIENCE) {
  clearTimeout(patience);
  if (tries++ === TRIES) return goOn();
  patience = setTimeout(() => transmit(wait), wait);
  send(current);
}

function goOn() {
  clearTimeout(patience);
  current = null;
  document.documentElement.toggleAttribute("data-asked", false);
  pump();
}

let session = null; // the server's name for this reader's session
let shownData = ""; // the digest of the data on the screen

/** @param {Claimmap.Told} told */
function heard(told, setTriggerValue) {
  send = (asked) => setTriggerValue("ask", asked);
  loadStyle(told.style);
  const anew = session !== null && session !== told.session; // this server does not know the reader yet
  if (anew) handed = false;
  session = told.session;
  if (anew && own !== NO_LAYERS) {
    tellMaps(NO_LAYERS);
    waiting.push(["gone", "own", null, ++number]);
  }
  shownData = told.data;
  handBack();
  if (told.answered === current?.[3]) {
    if (current[0] === "resume") for (const wait of SETTLED) setTimeout(pressAgain, wait);
    goOn();
  } else if (current && anew) transmit();
  else pump();
}

/* A connection that was lost is there again. The server may be another, which has run nothing for
   this reader: it is asked at once, and told which layers are switched on here. The address has the
   rest; what else was asked for and not answered is asked again. */
function resume() {
  if (current && current[0] !== "resume") waiting.unshift(current);
  clearTimeout(patience);
  current = ["resume", session, onScreen(), ++number];
  tries = 0;
  transmit(RETRY);
}

/* The data and the switches that are on, as the reader sees them. */
const onScreen = () =>
  [shownData, ...[...document.querySelectorAll(SWITCH)]
    .filter((box) => /** @type {HTMLInputElement} */ (box.querySelector("input[type=checkbox]"))?.checked)
    .map(keyOf)].join(" ");

/** @param {Element} box */
const keyOf = (box) =>
  [...box.classList].find((name) => name.startsWith("st-key-switch-")).slice("st-key-".length);

/* Streamlit connects by itself; only that it did so again has to be seen. */
const Plain = WebSocket;
let lost = 0; // when the connection was
window.WebSocket = class extends Plain {
  constructor(...given) {
    super(.../** @type {[string]} */ (given));
    this.addEventListener("open", () => session && setTimeout(resume));
    this.addEventListener("close", () => { lost = performance.now(); });
  }
};

/* A switch that was pressed as the connection went or came can be lost with either server. Once all
   has settled, each is as it was pressed last, or is pressed again. */
const SETTLED = [200, 1000, 3000];
const BEFORE = 2000; // a press so long before the loss may not have been heard
/** @type {Map<string, { on: boolean, at: number }>} */
const pressed = new Map();
const SWITCH = '.st-key-switch-box [class*="st-key-switch-"]';
document.addEventListener("click", ({ target }) => { // Streamlit lets no `change` through
  const box = target instanceof Element && target.closest("label")?.closest(SWITCH);
  const input = box && box.querySelector("input");
  // The browser has changed what was pressed itself, and not yet what its label was pressed for.
  if (input) pressed.set(keyOf(box), { on: target === input ? input.checked : !input.checked, at: performance.now() });
}, true);

function pressAgain() {
  for (const box of document.querySelectorAll(SWITCH)) {
    const last = pressed.get(keyOf(box));
    const input = box.querySelector("input");
    if (last && last.at > lost - BEFORE && input && input.checked !== last.on) input.click();
  }
}

const loaded = new Set();
function loadStyle(address) {
  if (loaded.has(address)) return;
  loaded.add(address);
  const href = new URL(`../../../${address}`, import.meta.url).href;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
}

/** @param {(one: Claimmap.Asked) => boolean} test */
const asked = (test) => [current, ...waiting].some((one) => one && test(one));

// -- changing in place

/* What has an id is found by it; the rest is taken in order. Nothing that stays is moved: a browser
   takes the focus from what is moved. */
function morphChildren(old, fresh) {
  const known = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  const wanted = [...fresh.childNodes];
  const kept = new Set(wanted.map((node) => known.get(node.id)).filter(Boolean));
  let at = old.firstChild;
  for (const node of wanted) {
    let is = node.id ? known.get(node.id) : null;
    if (is) while (at && at !== is && !kept.has(at)) at = without(at);
    else if (!node.id && at && !kept.has(at) && at.nodeType === node.nodeType && at.nodeName === node.nodeName && !at.id) is = at;
    if (!is) old.insertBefore(node, at);
    else {
      if (is === at) at = at.nextSibling;
      else old.insertBefore(is, at);
      morph(is, node);
    }
  }
  while (at) at = without(at);
}

function without(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

const FIELD = "input, select"; // what a reader has put into one is not in its HTML
function morph(old, fresh) {
  if (!(old instanceof Element)) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  const field = old.matches(FIELD), same = old.isEqualNode(fresh);
  if (!same) takeAttributes(old, fresh);
  // What has a part of its own is left to that.
  if (!old.hasAttribute("data-part") && (!same || (!field && old.querySelector(FIELD)))) morphChildren(old, fresh);
  if (field && !ahead(old)) set(old, valueIn(old));
}

function takeAttributes(old, fresh) {
  for (const { name } of [...old.attributes])
    // Whether a fold is open is the reader's.
    if (!fresh.hasAttribute(name) && !(name === "open" && old.nodeName === "DETAILS")) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes)
    if (old.getAttribute(name) !== value && name !== "open") old.setAttribute(name, value);
}

const valueIn = (field) =>
  (field.nodeName === "SELECT" ? field.querySelector("option[selected]")?.value : field.getAttribute("value")) ?? "";

function set(field, value) {
  if (field.value !== value) field.value = value;
  sent.set(field, value);
}

// -- fields and buttons

const DAY = 864e5;
const dateOf = (slider, days) =>
  new Date(Date.parse(slider.dataset.days) + days * DAY).toISOString().slice(0, 10);
const inWords = (iso) =>
  new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

const sent = new WeakMap(); // the value of each field that Python knows, or was asked for
const typed = new WeakSet(); // fields with something in them that was not asked for yet
const later = new WeakMap(); // when that is going to be
const paramOf = ({ dataset: { days, param } }) => (days ? "as-of" : param);

/* What is being typed or dragged, or was asked for and not answered, is ahead of what Python knows. */
const ahead = (field) =>
  typed.has(field) || asked(([op, name]) => op === "set" && name === paramOf(field));

/* Ask for a field's value, at once or when it has not changed for a while. */
function askFor(field, after = 0) {
  clearTimeout(later.get(field));
  const go = () => {
    sent.set(field, field.value);
    typed.delete(field);
    ask("set", paramOf(field), field.dataset.days ? dateOf(field, +field.value) : field.value);
  };
  if (after) later.set(field, setTimeout(go, after));
  else go();
}

function onInput({ target }) {
  if (target.nodeName === "INPUT" && paramOf(target)) typed.add(target);
  if (target.type === "search" && target.dataset.param) askFor(target, 350);
  else if (target.dataset?.days) {
    const day = dateOf(target, +target.value);
    target.setAttribute("aria-valuetext", inWords(day));
    document.querySelector(`output[for="${target.id}"]`).textContent = inWords(day);
    askFor(target, 400); // who drags it back to where it was changes nothing, and is heard no more
  }
}

function onChange({ target }) {
  // Pressed before the new server has heard of the others.
  if (current?.[0] === "resume" && target.closest(".st-key-switch-box")) current[2] = onScreen();
  const { add, param, days } = target.dataset ?? {};
  if (days) askFor(target, 250); // each press of an arrow key is a change
  else if (add && target.value) {
    ask("add", add, target.value);
    target.value = "";
  } else if (target.type === "date") {
    clearTimeout(later.get(target));
    if (isDay(target)) askFor(target, 900); // more of it may be typed
  } else if (param && target.value !== sent.get(target)) askFor(target);
}

/* A date that is half typed is none, or one of long ago. */
const isDay = (field) => field.value && field.validity.valid;

function onKey({ target }) {
  if (target.type === "date") clearTimeout(later.get(target));
}

function onLeave({ target }) {
  if (target.type !== "date") return;
  if (!isDay(target)) {
    target.value = target.getAttribute("value");
    typed.delete(target);
  } else if (target.value !== target.getAttribute("value")) askFor(target);
  else typed.delete(target);
}

function onClick(event) {
  const button = event.target.closest?.("[data-ask], [data-copy], [data-export]");
  if (!button) return;
  if ("copy" in button.dataset) return void copyLink();
  if ("export" in button.dataset) return ask("export", position ?? "");
  /** @type {Claimmap.Ask} */
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
const POSITION = /^-?[0-9]{1,3}(\.[0-9]{1,7})?,-?[0-9]{1,3}(\.[0-9]{1,7})?,[0-9]{1,2}(\.[0-9]{1,2})?$/;
const positionIn = () => {
  const at = new URL(location.href).searchParams.get("at");
  return at && POSITION.test(at) ? at : null;
};
let position = positionIn();

/* A reader's own layers: fetched once, kept here and handed to the map's frame, which may come later or
   anew. The frame has no origin that could be named; only frames of this page are sent anything. */
const NO_LAYERS = "[]";
let own = NO_LAYERS;
/** @type {Claimmap.OwnLayer[]} */
let ownLayers = [];
/** @type {Map<string, Promise<object>>} */
const fetched = new Map();
const frames = () => [...document.querySelectorAll("iframe")].map((frame) => frame.contentWindow);

async function tellMaps(text) {
  if (own === text) return;
  own = text;
  /** @type {Claimmap.OwnFile[]} */
  const wanted = JSON.parse(text);
  for (const at of fetched.keys()) if (!wanted.some((one) => one.at === at)) fetched.delete(at);
  const found = await Promise.all(wanted.map(async ({ id, sign, at }) => ({ ...await layerAt(at), id, sign })));
  if (own !== text) return; // others are wanted by now
  ownLayers = /** @type {Claimmap.OwnLayer[]} */ (found.filter((one) => "features" in one));
  for (const frame of frames()) tellMap(frame);
}

/* What cannot be had is not drawn; a server that knows nothing of it any more says so itself. */
function layerAt(at) {
  const load = () => fetch(new URL(`../../../own-layers/${at}`, import.meta.url))
    .then((answer) => (answer.ok ? answer.json() : {}), () => ({}));
  if (!fetched.has(at)) fetched.set(at, load());
  return fetched.get(at);
}

/* Files of own layers that are to be kept: in this browser's storage, and handed back to a server
   that does not know them. What a storage refuses is not kept. */
const KEPT = "claimmap-own-kept";
function remember(files) {
  try {
    if (files === NO_LAYERS) localStorage.removeItem(KEPT);
    else if (files !== localStorage.getItem(KEPT)) localStorage.setItem(KEPT, files);
  } catch {
    // There is no storage, or no room in it.
  }
}

let handed = false; // to this server
function handBack() {
  let files = null;
  try {
    files = localStorage.getItem(KEPT);
  } catch {
    // There is no storage.
  }
  if (files && !handed) ask("own-kept", "own", files);
  handed = true;
}

/** @param {Window} frame @param {Claimmap.ToFrame["claimmap"]} what */
const tellMap = (frame, what = { own: ownLayers }) => frame.postMessage({ claimmap: what }, "*");

/** @param {MessageEvent<Claimmap.FromFrame>} event */
function onMessage({ data, source }) {
  const at = data?.claimmap?.at;
  const ours = frames().includes(/** @type {Window} */ (source));
  if (ours && data?.claimmap?.full) fullScreen(source);
  if (ours && data?.claimmap?.ready) {
    tellMap(/** @type {Window} */ (source));
    follow();
  }
  if (!ours || !Array.isArray(at) || at.length !== 3 || !at.every(Number.isFinite)) return;
  const [lat, lon, zoom] = at;
  position = `${lat.toFixed(5)},${lon.toFixed(5)},${+zoom.toFixed(2)}`;
  replace(history.state, "", withPosition(location.href));
}

function withPosition(address) {
  const url = new URL(address ?? location.href, location.href);
  url.searchParams.delete("at");
  // Not through searchParams: its commas would be hard to read.
  url.search = [url.searchParams.toString(), position && `at=${position}`].filter(Boolean).join("&");
  return url;
}

/* The address without its position and without what a reader changes by small steps. */
function steady(address) {
  const url = new URL(address, location.href);
  for (const name of ["at", "as-of", "search"]) url.searchParams.delete(name);
  return url.search;
}
const has = (address, name) => new URL(address, location.href).searchParams.has(name);

/* Whoever has gone back is not where the address of an earlier press would be: Streamlit writes it
   when that is answered. */
const goingBack = () => asked(([op]) => op === "back");
const push = history.pushState.bind(history);
const replace = history.replaceState.bind(history);
history.replaceState = (state, title, address) => {
  if (!goingBack()) replace(state, title, withPosition(address));
};
history.pushState = (state, title, address) => {
  if (goingBack()) return;
  const next = withPosition(address);
  // One day after another, or one letter more, is no step to go back by.
  const small = steady(next) === steady(location.href) &&
    ["as-of", "search"].every((name) => has(next, name) === has(location.href, name));
  if (small) replace(state, title, next);
  else push(state, title, next);
};
addEventListener("popstate", () => {
  position = positionIn();
  ask("back", location.search);
});

document.addEventListener("input", onInput);
document.addEventListener("change", onChange);
document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey);
document.addEventListener("focusout", onLeave);
/* The frame is of no origin and may not ask for it; the press in it counts for this page, too. */
function fullScreen(source) {
  const frame = [...document.querySelectorAll("iframe")].find((each) => each.contentWindow === source);
  const done = document.fullscreenElement ? document.exitFullscreen() : frame?.requestFullscreen();
  done?.catch(() => { }); // a page that embeds this one may not allow it
}

addEventListener("message", onMessage);
for (const frame of frames()) tellMap(frame, { listening: true });

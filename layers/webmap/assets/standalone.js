/* The script of a page without a server: starts the app's own map (map.js), and does here what
   Python does in the app when a layer is switched or something is selected.

   It comes before the story's script (layers/webmap/drawing_script.py), whose calls it listens to.
   On the pages of a site, site.js gives it what each view shows. Every text has passed the gate
   (layers/html/gate.py). */
"use strict";

const standalone = (() => {
  const box = document.getElementById("map");
  const chosen = document.querySelector(".cm-chosen");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const drawnOf = new Map(); // place number -> what is drawn of it, the main feature first
  const pressable = new Map(); // button of a group of claims -> the group
  /** @type {Claimmap.Setup} */
  let setup;
  /** @type {Claimmap.State} */
  let state;
  /** @type {Claimmap.Texts} */
  let texts;
  /** @type {L.Map} */
  let map;
  let nameOf, shown, group;
  let moves = 1;
  let printing = false;
  let tell = () => {}; // who is told that the reader has switched or selected something

  const { content, bind } = claimmap;
  claimmap.content = (given) => content((texts = given));
  claimmap.bind = (feature, drawn) => {
    bind(feature, drawn);
    const { place, clicks, main } = texts.features[feature.properties.n];
    if (!clicks) return;
    const all = drawnOf.get(place) ?? [];
    main ? all.unshift(drawn) : all.push(drawn);
    drawnOf.set(place, all);
    drawn.on("click", () => { choose(place, null); tell(); });
  };

  /** @type {Promise<Claimmap.Setup>} */
  const ready = new Promise((resolve) => document.addEventListener("DOMContentLoaded", async () => {
    setup = JSON.parse(document.getElementById("setup").textContent);
    // A file's own letters come before any label is measured; those of a site after the map.
    if (!setup.data) await Promise.allSettled([...document.fonts].map((font) => font.load()));
    state = setup.state;
    group = setup.pick;
    nameOf = new Map(Object.entries(setup.places).map(([name, { number }]) => [number, name]));
    map = L.map(box, {
      center: L.latLngBounds(setup.home).getCenter(),
      zoom: 13, minZoom: 4, maxZoom: 18, zoomSnap: 0.5, zoomControl: false, fadeAnimation: false,
    });
    L.control.zoom({ position: "bottomright" }).addTo(map);
    claimmap.start(map, setup);
    // A browser that remembers what was switched before the page was loaded again does not say so.
    for (const each of boxes) each.checked = state.layers.includes(each.value);
    for (const each of ownBoxes) each.checked = true;
    const own = document.getElementById("own");
    if (own) claimmap.own(JSON.parse(own.textContent));
    findButtons();
    state.card = cardOf(state.selected);
    shown = chosen.innerHTML;
    update({});
    if (setup.data) document.fonts.ready.then(() => update({}));
    resolve(setup);
  }));

  /** @param {Partial<Claimmap.State>} changed */
  function update(changed) {
    state = { ...state, ...changed, theme: dark.matches && !printing ? "dark" : "light" };
    claimmap.update(state);
  }

  dark.addEventListener("change", () => update({}));

  // -- layers

  const boxes = [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(".cm-layers input:not([name=own])"))];
  const ownBoxes = [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(".cm-layers input[name=own]"))];
  const checked = (all) => all.filter((each) => each.checked).map((each) => each.value);
  const switched = () => checked(boxes);

  for (const each of boxes) each.addEventListener("change", () => { update({ layers: switched() }); tell(); });
  for (const each of ownBoxes) each.addEventListener("change", () => update({ own: checked(ownBoxes) }));

  // -- selection

  function findButtons() {
    pressable.clear();
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".cm-pick")))
      pressable.set(button, JSON.parse(button.dataset.ask)[2] ?? setup.pick);
  }

  /** A place's number and its card, beginning with the claims of the group that is picked.
      @param {number} place @returns {Claimmap.Card} */
  function cardOf(place) {
    const html = texts.cards[place];
    if (!html || !group) return null;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    /** @type {NodeListOf<HTMLElement>} */
    const found = fresh.content.querySelectorAll("[data-group]");
    const sections = [...found];
    const first = sections.find((section) => section.dataset.group === group);
    const top = fresh.content.querySelector(".cm-progress") ?? sections[0];
    if (first && first !== top) top.before(first);
    first?.classList.add("cm-is-picked");
    return [place, fresh.innerHTML];
  }

  /** @param {number} place @param {string} of @param {Claimmap.Move} [move]
      @param {Partial<Claimmap.State>} [more] */
  function choose(place, of, move, more) {
    group = of;
    const card = cardOf(place);
    const html = setup.groups[group]?.card ?? card?.[1] ?? (place === null ? setup.nothing : texts.cards[place]);
    if (html && html !== shown) {
      chosen.innerHTML = shown = html;
      chosen.scrollTop = 0;
    }
    for (const [button, its] of pressable) {
      button.setAttribute("aria-pressed", `${its === group}`);
      const item = button.closest("li");
      if (item && !item.parentElement.closest(".cm-agreed")) item.classList.toggle("cm-is-picked", its === group);
    }
    const next = { ...more, selected: place, card, picked: setup.groups[group]?.drawn ?? [], layers: switched() };
    update(move ? { ...next, move } : next);
  }

  /* Select from a table: switch the layer on, go there, and open what the map says of it. */
  function goTo(name, of, always) {
    const place = setup.places[name];
    if (!place) return choose(state.selected, of);
    const layer = boxes.find((each) => each.value === place.layer);
    if (layer) layer.checked = true;
    const open = once(() => drawnOf.get(place.number)?.[0].openPopup());
    map.once("moveend", open);
    choose(place.number, of, { n: (moves += 1), bounds: place.bounds, max: place.max, always });
    setTimeout(open, 600); // it was in sight, and nothing moved
    box.scrollIntoView({ block: "nearest" }); // at once: the page is long
  }

  function once(run) {
    let done = false;
    return () => {
      if (!done) run();
      done = true;
    };
  }

  document.addEventListener("click", (/** @type {{ target: any }} */ { target }) => {
    const button = target.closest?.("[data-ask]");
    if (!button) return;
    /** @type {Claimmap.Ask} */
    const [, name, value] = JSON.parse(button.dataset.ask);
    if (name === "place") goTo(value, null, true);
    else if (pressable.has(button)) {
      const its = pressable.get(button);
      if (button.getAttribute("aria-pressed") === "true") choose(state.selected, null);
      else goTo(setup.groups[its]?.place, its, false);
    } else return;
    tell();
  });

  // -- what site.js asks

  /** Show another view: its layers and selection, its cards and groups, and what the map marks.
      @param {{ layers: string[], place: string | null, pick: string | null }} view
      @param {{ cards: (string | null)[], groups: Claimmap.Setup["groups"], marks: Partial<Claimmap.State> }} shows
      @param {Omit<Claimmap.Move, "n">} [move] */
  function show(view, shows, move) {
    texts.cards = shows.cards;
    setup.groups = shows.groups;
    findButtons();
    for (const each of boxes) each.checked = view.layers.includes(each.value);
    const place = setup.places[view.place]?.number ?? null;
    choose(place, view.pick, move && { n: (moves += 1), ...move }, { ...shows.marks, shared: true });
  }

  /* What the reader has switched on and selected. */
  const selection = () => ({ layers: switched(), place: nameOf.get(state.selected) ?? null, pick: group });

  // -- printing: on white, and the map as wide as the paper

  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));

  function print(now) {
    printing = now;
    document.documentElement.classList.toggle("cm-printing", now);
    map.invalidateSize();
    update({});
  }

  return { ready, show, selection, whenChanged: (run) => { tell = run; } };
})();

/* The script of a page that stands alone: starts the app's own map (map.js), and does here what
   Python does in the app when a layer is switched or something is selected.

   It comes before the story's script (layers/webmap/drawing_script.py), whose calls it listens to. Every
   text has passed the gate (layers/html/gate.py). */
"use strict";

(() => {
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
  let nameOf, shown;
  let moves = 1;
  let printing = false;

  const { content, bind } = claimmap;
  claimmap.content = (given) => content((texts = given));
  claimmap.bind = (feature, drawn) => {
    bind(feature, drawn);
    const { place, clicks, main } = texts.features[feature.properties.n];
    if (!clicks) return;
    const all = drawnOf.get(place) ?? [];
    main ? all.unshift(drawn) : all.push(drawn);
    drawnOf.set(place, all);
    drawn.on("click", () => choose(place, null));
  };

  document.addEventListener("DOMContentLoaded", async () => {
    // The file's own letters, before any label is measured.
    await Promise.allSettled([...document.fonts].map((font) => font.load()));
    setup = JSON.parse(document.getElementById("setup").textContent);
    state = setup.state;
    nameOf = new Map(Object.entries(setup.places).map(([name, { number }]) => [number, name]));
    map = L.map(box, {
      center: L.latLngBounds(setup.home).getCenter(),
      zoom: 13, minZoom: 4, maxZoom: 18, zoomSnap: 0.5, zoomControl: false, fadeAnimation: false,
    });
    L.control.zoom({ position: "bottomright" }).addTo(map);
    claimmap.start(map, { home: setup.home });
    claimmap.own(JSON.parse(document.getElementById("own").textContent));
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".cm-pick")))
      pressable.set(button, JSON.parse(button.dataset.ask)[2] ?? setup.pick);
    state.card = cardOf(state.selected, setup.pick);
    shown = chosen.innerHTML;
    update({});
  });

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

  for (const each of boxes) each.addEventListener("change", () => update({ layers: switched() }));
  for (const each of ownBoxes) each.addEventListener("change", () => update({ own: checked(ownBoxes) }));

  // -- selection

  /** A place's number and its card, beginning with the claims of a group.
      @param {number} place @param {string} group @returns {Claimmap.Card} */
  function cardOf(place, group) {
    const html = texts.cards[place];
    if (!html || !group) return null;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    /** @type {NodeListOf<HTMLElement>} */
    const found = fresh.content.querySelectorAll("[data-group]");
    const sections = [...found];
    const first = sections.find((section) => section.dataset.group === group);
    if (first && first !== sections[0]) sections[0].before(first);
    first?.classList.add("cm-is-picked");
    return [place, fresh.innerHTML];
  }

  /** @param {number} place @param {string} group @param {Claimmap.Move} [move] */
  function choose(place, group, move) {
    const card = cardOf(place, group);
    const html = card ? card[1] : texts.cards[place];
    if (html && html !== shown) {
      chosen.innerHTML = shown = html;
      chosen.scrollTop = 0;
    }
    for (const [button, of] of pressable) {
      button.setAttribute("aria-pressed", `${of === group}`);
      const item = button.closest("li");
      if (item && !item.parentElement.closest(".cm-agreed")) item.classList.toggle("cm-is-picked", of === group);
    }
    const next = { selected: place, card, picked: setup.groups[group]?.drawn ?? [], layers: switched() };
    update(move ? { ...next, move } : next);
  }

  /* Select from a table: switch the layer on, go there, and open what the map says of it. */
  function goTo(name, group, always) {
    const place = setup.places[name];
    if (!place) return;
    const layer = boxes.find((each) => each.value === place.layer);
    if (layer) layer.checked = true;
    const open = once(() => drawnOf.get(place.number)?.[0].openPopup());
    map.once("moveend", open);
    choose(place.number, group, { n: (moves += 1), bounds: place.bounds, max: place.max, always });
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
    if (name === "place") return goTo(value, null, true);
    const group = pressable.get(button);
    const pressed = button.getAttribute("aria-pressed") === "true";
    if (pressed) choose(state.selected, null);
    else goTo(setup.groups[group]?.place, group, false);
  });

  // -- printing: on white, and the map as wide as the paper

  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));

  function print(now) {
    printing = now;
    document.documentElement.classList.toggle("cm-printing", now);
    map.invalidateSize();
    update({});
  }
})();

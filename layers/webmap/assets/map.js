/* The frame's own script: layers, labels, tooltips, popups, selection, theme and online tiles.

   The story's script (layers/webmap/drawing_script.py) calls `layer` and `content`; Python calls `start`
   once and `update` whenever the view changes. Every text that arrives here is HTML that has
   passed the gate (layers/html/gate.py). */
"use strict";

const claimmap = (() => {
  /** @type {(Claimmap.LayerOptions & { draw: (map: L.Map) => any, group?: any })[]} */
  const layers = []; // { name, always, draw, group } in drawing order
  /** @type {Map<number, Claimmap.Drawn>} */
  const bound = new Map(); // feature number -> its Leaflet layer
  const around = new Map(); // feature number -> the area within its accuracy
  const marks = new Map(); // place -> the mark of its conflicts
  const outlines = new Map(); // feature number -> its outline as everything is known
  const shores = new Map(); // name -> a line at which land ends
  const whole = new Map(); // feature number or shore's name -> positions of all its points
  const labels = new Map(); // feature number -> its permanent tooltip
  /** @type {Map<number, HTMLElement>} */
  const popups = new Map(); // place -> the node its popup shows
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const shownIn = new WeakMap(); // the HTML that a popup's node shows
  /** @type {L.Map} */
  let map;
  /** @type {Claimmap.Corners} */
  let home;
  /** @type {Claimmap.Texts} */
  let texts;
  /** @type {Claimmap.State} */
  let state;
  /** @type {{ wanted: Claimmap.Tiles, layer: L.TileLayer }} */
  let tiles;
  let notice, open;
  /** @type {[string, Claimmap.Corners][] | undefined} */
  let jumps;
  let ungot; // where all the detail is, and outside of what it is missing; until it is asked for
  let touched = false; // has the reader moved the map since it was last moved for them?
  let moved = 0; // the number of the last move that was asked for
  let themed = false; // has Streamlit said which theme it is?

  /** @param {Claimmap.LayerOptions} options @param {(map: L.Map) => any} draw */
  function layer(options, draw) {
    layers.push({ ...options, draw });
  }

  /** @param {Claimmap.Texts} given */
  function content(given) {
    texts = given;
  }

  /** @param {L.Map} leafletMap @param {Claimmap.Start} options */
  function start(leafletMap, options) {
    map = leafletMap;
    ({ home, jumps } = options);
    // Leaflet's own prefix draws a flag; the name and the link are enough.
    map.attributionControl.setPrefix('<a href="https://leafletjs.com" target="_blank">Leaflet</a>');
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    const box = map.getContainer();
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", "Map. Everything on it is also in the tables of the page.");
    // Leaflet takes the focus on a press; a page that then scrolled would take the map from under it.
    box.focus = () => HTMLElement.prototype.focus.call(box, { preventScroll: true });
    for (const event of ["pointerdown", "wheel", "keydown"])
      box.addEventListener(event, () => { touched = true; }, { passive: true });
    // The frame's height and its styles arrive after the map; neither is a resize of the window. What
    // is in the middle stays there.
    new ResizeObserver(() => map.invalidateSize()).observe(box);
    for (const link of document.querySelectorAll("link[rel=stylesheet]"))
      link.addEventListener("load", label);
    map.on("resize", () => { if (!touched) go(state?.move, false); });
    map.on("moveend resize", label);
    map.on("moveend", tellPosition);
    map.on("moveend", askDetail);
    const far = () => box.toggleAttribute("data-far", map.getZoom() < CROWDED_ZOOM);
    map.on("zoomend", far);
    far(); // the zoom that it opens with may be the one that it has
    if (options.detail) ungot = { address: options.detail, near: L.latLngBounds(options.near) };
    goHome();
    tellReady();
  }

  const tellReady = () =>
    parent.postMessage(/** @satisfies {Claimmap.FromFrame} */ ({ claimmap: { ready: true } }), "*");

  function goHome() {
    // The corner with the controls is left free.
    map.fitBounds(home, { paddingTopLeft: [28, 28], paddingBottomRight: [60, 80], maxZoom: 15, animate: false });
  }

  /** Move the map to a position or to a place: to the place always, or when it is out of sight.
      @param {Claimmap.Move} move @param {boolean} animate */
  function go(move, animate) {
    if (!move || move.at === null) goHome();
    else if (move.at) map.setView([move.at[0], move.at[1]], move.at[2], { animate: false });
    else if (move.always || !inSight(L.latLngBounds(move.bounds))) {
      const padding = move.margin ? map.getSize().multiplyBy(move.margin) : L.point(40, 40);
      map.fitBounds(move.bounds, { padding, maxZoom: move.max, animate: animate && !still });
    }
  }

  function inSight(bounds) {
    const [a, b] = [bounds.getSouthWest(), bounds.getNorthEast()].map((p) => map.latLngToContainerPoint(p));
    return map.getBounds().contains(bounds) && a.distanceTo(b) > 30;
  }

  /* The page writes where the map is into its address; no script of the server runs for that. */
  function tellPosition() {
    if (!touched && !moved) return;
    const { lat, lng } = map.getCenter().wrap();
    const told = /** @satisfies {Claimmap.FromFrame} */ ({ claimmap: { at: [lat, lng, map.getZoom()] } });
    parent.postMessage(told, "*");
  }

  /** @param {Claimmap.State} next */
  function update(next) {
    state = next;
    if (!themed) paint(state.theme);
    showLayers();
    absent = new Set(state.absent);
    faint = new Set(state.faint);
    tell();
    for (const [number, drawn] of bound) restyle(number, drawn);
    setTiles(state.tiles);
    ownLayers.show(map, state.own ?? []);
    showMarks();
    for (const [place, node] of popups) fill(node, place);
    if (state.move && state.move.n !== moved) {
      moved = state.move.n;
      touched = false;
      if (!("at" in state.move)) map.closePopup();
      go(state.move, true);
    }
    const { dataset } = map.getContainer();
    const first = !dataset.ready;
    dataset.ready = "yes";
    requestAnimationFrame(() => { // the layers are seen first
      if (first) addControls();
      label();
      askDetail();
    });
  }

  function addControls() {
    mapControls.add(map, {
      jumps,
      goTo: (to) => {
        touched = true; // the address has where the map comes to rest
        to ? map.fitBounds(to, { padding: [28, 28], animate: !still }) : goHome();
      },
      features: () => texts.features,
      drawnOf: (number) => bound.get(number),
    });
  }

  /* What is drawn after several claims, of which some are known, says no more than these. */
  function tell() {
    for (const [number, shown] of labels) {
      const html = labelOf(number);
      if (shown.getContent() === html) continue;
      shown.remove(); // the next one is measured anew
      labels.delete(number);
    }
  }

  const labelOf = (number) => state.told[number]?.[1] ?? texts.features[number].label;

  let absent = new Set(); // features that nothing known is behind
  let faint = new Set(); // places that have nothing to do with what is looked at
  const gone = (number) => absent.has(number) || faint.has(texts.features[number].place);

  const STATES = ["cm-selected", "cm-picked", "cm-absent", "cm-faint", "cm-crowded"];

  function restyle(number, drawn) {
    const { place } = texts.features[number];
    const is = [place === state.selected, state.picked.includes(number), absent.has(number), faint.has(place),
      state.crowded.includes(number)];
    for (const shape of [drawn, around.get(number)].map((layer) => layer?.getElement?.())) {
      if (!shape || shape.dataset.is === `${is}`) continue;
      shape.dataset.is = is;
      STATES.forEach((name, i) => shape.classList.toggle(name, is[i]));
      shape.setAttribute("tabindex", "-1"); // keyboards use the tables, where shapes have names
    }
    const outline = state.areas[number];
    if (outline && !outlines.has(number)) outlines.set(number, drawn.getLatLngs());
    if (outlines.has(number)) drawn.setLatLngs(outline ? [outline] : outlines.get(number));
  }

  /** @param {Claimmap.Theme} theme */
  function paint(theme) {
    map.getContainer().dataset.theme = document.documentElement.dataset.theme = theme;
  }

  /** A reader's own layers: from the page, and not through the server again on every run.
      @param {Claimmap.OwnLayer[]} list */
  function own(list) {
    ownLayers.take(map, list);
    ownLayers.show(map, state?.own ?? []);
  }

  addEventListener("message", (/** @type {MessageEvent<Claimmap.ToFrame>} */ { data, source }) => {
    if (!map || source !== parent) return;
    if (Array.isArray(data?.claimmap?.own)) own(data.claimmap.own);
    if (data?.claimmap?.listening) tellReady(); // the page's script came later than the map
  });

  // Streamlit tells every component when a reader's theme changes, without running the script.
  addEventListener("message", (/** @type {MessageEvent<Claimmap.FromStreamlit>} */ { data }) => {
    if (!map || data?.type !== "streamlit:render" || !data.theme?.base) return;
    themed = true;
    paint(data.theme.base === "dark" ? "dark" : "light");
  });

  /* Draw what is wanted for the first time, show or hide what is drawn, keep the order. */
  function showLayers() {
    const credits = new Set();
    let changed = false;
    for (const each of layers) {
      const wanted = each.always || state.layers.includes(each.name);
      const shown = each.group && map.hasLayer(each.group);
      if (shown && !wanted) map.removeLayer(each.group);
      if (!wanted) continue;
      if (!each.group) each.group = each.draw(map);
      else if (!shown) map.addLayer(each.group);
      changed ||= !shown;
      credits.add(texts.credits[each.name]);
    }
    if (changed) order();
    setAttribution([...credits].join(" · "));
  }

  /* Areas under lines under points, of all layers, so that each can be clicked; the ground under all. */
  function order() {
    const size = (drawn) => (drawn.getLatLng ? 2 : drawn instanceof L.Polygon ? 0 : 1);
    const upper = [...bound].filter(([number, drawn]) => !texts.features[number].ground && map.hasLayer(drawn));
    for (const wanted of [0, 1, 2])
      for (const [, drawn] of upper.sort(([a], [b]) => a - b)) if (size(drawn) === wanted) drawn.bringToFront();
  }

  /* Called by folium's script for every feature it draws: what it says on hover and on click. */
  function bind(feature, drawn) {
    const number = feature.properties.n;
    const text = texts.features[number];
    bound.set(number, drawn);
    makeWhole(number, drawn);
    if (!text.clicks) return;
    const said = () => state.told[number]?.[0] ?? text.tip;
    if (!text.ground) drawn.bindTooltip(said, { sticky: true, className: "cm-tip" });
    drawn.bindPopup(() => popupNode(text.place), {
      maxWidth: Math.min(320, map.getSize().x - 50),
      minWidth: Math.min(280, map.getSize().x - 60),
      maxHeight: Math.max(180, Math.min(340, map.getSize().y * 0.55)),
      autoPanPadding: [12, 12],
    });
    drawn.on("popupopen", ({ popup }) => {
      open = popup;
      drawn.closeTooltip();
    });
  }

  /* Called for each line at which land ends. */
  function shore(feature, drawn) {
    shores.set(feature.properties.n, drawn);
    makeWhole(feature.properties.n, drawn);
  }

  /* All shapes of many points, whole: asked for once, from the zoom at which it can be seen. */
  const DETAIL_ZOOM = 11.5;

  function askDetail() {
    if (!ungot || !state || map.getZoom() < DETAIL_ZOOM || ungot.near.contains(map.getBounds())) return;
    const script = document.createElement("script");
    script.src = ungot.address;
    ungot = null;
    document.head.append(script);
  }

  /** @param {[number | string, any][]} shapes numbers of features or names of shores, GeoJSON */
  function detail(shapes) {
    for (const [of, { type, coordinates }] of shapes) {
      const depth = { LineString: 0, Polygon: 1, MultiLineString: 1, MultiPolygon: 2 }[type];
      whole.set(of, L.GeoJSON.coordsToLatLngs(coordinates, depth));
      makeWhole(of, typeof of === "number" ? bound.get(of) : shores.get(of));
    }
  }

  function makeWhole(of, drawn) {
    if (!drawn || !whole.has(of)) return;
    if (outlines.has(of)) outlines.set(of, whole.get(of));
    else drawn.setLatLngs(whole.get(of));
  }

  /* Called for the area that lies within a feature's accuracy. */
  function accuracy(feature, drawn) {
    around.set(feature.properties.n, drawn);
  }

  function popupNode(place) {
    if (!popups.has(place)) popups.set(place, document.createElement("div"));
    fill(popups.get(place), place);
    return popups.get(place);
  }

  /* The card as it is known in this view: the one that Python sent, or the shared one; until one
     comes, the name. */
  function fill(node, place) {
    const sent = state.card && state.card[0] === place ? state.card[1] : null;
    const html = sent ?? (state.shared ? texts.cards[place] : nameOf(place));
    if (shownIn.get(node) === html) return;
    shownIn.set(node, html);
    node.innerHTML = html;
    if (node.isConnected) open?.update();
  }

  const nameOf = (place) =>
    Object.values(texts.features).find((text) => text.main && text.place === place).tip;

  // -- marks of conflicts

  function showMarks() {
    const wanted = new Map(state.marks);
    const changed = new Map(state.changed);
    for (const [number, drawn] of bound) {
      const { main, place } = texts.features[number];
      if (!main) continue;
      const seen = map.hasLayer(drawn) && !gone(number);
      const [conflicts, changes] = [wanted, changed].map((all) => (seen && all.get(place)) || 0);
      const count = conflicts || changes;
      if (count && !marks.has(place)) marks.set(place, newMark(drawn));
      const shown = marks.get(place)?.getElement().firstChild;
      const told = [conflicts && `≠ ${conflicts}`, changes && `Δ ${changes}`].filter(Boolean).join("  ");
      if (!shown || shown.textContent === told) continue;
      shown.dataset.count = count;
      shown.dataset.changes = changes;
      shown.hidden = !count;
      shown.textContent = told;
      shown.title = [
        conflicts && `${conflicts} ${conflicts === 1 ? "conflict" : "conflicts"} between claims`,
        changes && `${changes} changed since the file that was opened`,
      ].filter(Boolean).join("; ");
    }
  }

  function newMark(drawn) {
    const icon = L.divIcon({ className: "cm-mark", html: "<span></span>", iconSize: null });
    const box = drawn.getBounds?.();
    const at = box ? [box.getNorth(), box.getCenter().lng] : drawn.getLatLng();
    return L.marker(at, { icon, keyboard: false })
      .on("click", () => drawn.fire("click", { latlng: L.latLng(at) }, true))
      .addTo(map);
  }

  // -- labels

  // The zoom from which what is drawn after one claim has its label, and how many labels have room.
  /* made from layers/symbols/: */
  const REPORTED_ZOOM = 15.5;
  const CROWDED_ZOOM = 14.5;
  const MOST_LABELS = 60;
  /* end of what is made */

  /* Leaflet's tooltip asks the browser how wide it is whenever it is put somewhere, and the browser
     lays the page out anew to tell. A label is measured once, all labels together. */
  /** @type {any} */
  const Label = L.Tooltip.extend({
    _setPosition(point) {
      if (!this.place) return; // nowhere yet
      const { left, top } = beside(point, ...this.place, this.size);
      L.DomUtil.setPosition(this._container, L.point(left, top));
    },
  });

  function label() {
    if (!state) return;
    makeLabels();
    placeLabels();
  }

  function makeLabels() {
    const view = map.getBounds();
    const wanted = [...bound].filter(([number, drawn]) => {
      const text = texts.features[number];
      const close = text.main || map.getZoom() >= REPORTED_ZOOM || state.picked.includes(number);
      return text.label && close && !gone(number) && map.hasLayer(drawn) &&
        (drawn.getLatLng ? view.contains(drawn.getLatLng()) : view.intersects(drawn.getBounds()));
    });
    const ranked = wanted.map(([number]) => number).sort(byRank).slice(0, MOST_LABELS);
    const kept = new Set(ranked);
    for (const [number, shown] of labels)
      if (!kept.has(number)) {
        shown.remove();
        labels.delete(number);
      }
    for (const number of ranked)
      if (!labels.has(number)) {
        const { kind, sign } = texts.features[number];
        const made = new Label({ permanent: true, className: `cm-label cm-label-${kind} cm-label-by-${sign} cm-hidden` });
        labels.set(number, made.setContent(labelOf(number)).setLatLng([0, 0]).addTo(map));
      }
  }

  const byRank = (a, b) => texts.features[b].rank - texts.features[a].rank;

  /* Put each label where it is in sight, most important first; hide what would overlap.
     Where a label would stand is computed, not measured: asking the browser for each place that
     is tried would make it lay out the page as often. */
  function placeLabels() {
    const frame = { left: 0, top: 0, right: map.getSize().x, bottom: map.getSize().y };
    const corner = map.getContainer().getBoundingClientRect();
    const taken = [...document.querySelectorAll(".leaflet-control")].map((control) => {
      const { left, top, right, bottom } = control.getBoundingClientRect();
      return { left: left - corner.left, top: top - corner.top, right: right - corner.left, bottom: bottom - corner.top };
    });
    placeMarks(taken);
    for (const shown of labels.values()) {
      const { offsetWidth, offsetHeight } = shown.getElement();
      shown.size = [offsetWidth, offsetHeight];
    }
    const dots = [...bound].filter(([, drawn]) => drawn.getLatLng && map.hasLayer(drawn))
      .map(([number, drawn]) => [number, boxed(map.latLngToContainerPoint(drawn.getLatLng()), 6)]);
    for (const number of [...labels.keys()].sort(byRank)) {
      const fits = anchors(texts.features[number], bound.get(number)).find(([latlng, side, gap]) => {
        const at = beside(map.latLngToContainerPoint(latlng), side, gap, labels.get(number).size);
        const free = inside(at, frame) && !taken.some((other) => overlap(at, other)) &&
          !dots.some(([of, dot]) => of !== number && overlap(at, dot));
        return free && taken.push(at);
      });
      const shown = labels.get(number);
      shown.getElement().classList.toggle("cm-hidden", !fits);
      if (!fits) continue;
      shown.place = fits.slice(1);
      shown.setLatLng(fits[0]);
    }
  }

  /* Where marks would lie on each other, the one of the most conflicts stays; what has changed since
     an opened file is marked in any case. */
  function placeMarks(taken) {
    const wanted = [...marks.values()].map((mark) => [mark, mark.getElement().firstChild])
      .filter(([, shown]) => !shown.hidden)
      .sort(([, a], [, b]) => b.dataset.count - a.dataset.count);
    for (const [mark, shown] of wanted) {
      const { x, y } = map.latLngToContainerPoint(mark.getLatLng());
      const at = { left: x + 6, top: y - 26, right: x + 12 + 7 * shown.textContent.length, bottom: y - 7 };
      const free = shown.dataset.changes !== "0" || !taken.some((other) => overlap(at, other));
      shown.classList.toggle("cm-hidden", !free);
      if (free) taken.push(at);
    }
  }

  const OFFSET = { center: [0, 0], right: [1, 0], left: [-1, 0], top: [0, -1], bottom: [0, 1],
    "top-left": [-1, -1], "bottom-left": [-1, 1], "top-right": [1, -1], "bottom-right": [1, 1] };
  const MARGIN = 6; // pixels between a label and its point

  /* The box, in pixels of the frame, of a label of a size on one side of a point. */
  function beside({ x, y }, side, gap, [width, height]) {
    const away = side === "center" ? 0 : gap + MARGIN;
    const [right, down] = OFFSET[side];
    const left = x + right * (away + width / 2) - width / 2;
    const top = y + down * (away + height / 2) - height / 2;
    return { left, top, right: left + width, bottom: top + height };
  }

  const boxed = ({ x, y }, by) => ({ left: x - by, top: y - by, right: x + by, bottom: y + by });

  /** Where a label may stand, best first: position, side, and gap in pixels.
      @param {Claimmap.FeatureText} text @param {Claimmap.Drawn} drawn */
  function anchors(text, drawn) {
    const view = map.getBounds();
    if (!text.beside) {
      const spots = drawn.getLatLng ? [drawn.getLatLng()] : innerPoints(drawn, view);
      return spots.filter((spot) => view.contains(spot)).map((spot) => [spot, "center", 0]);
    }
    if (drawn.getLatLng) {
      const spot = drawn.getLatLng();
      const sides = ["right", "left", "top", "bottom"];
      const corners = ["top-left", "bottom-left", "top-right", "bottom-right"];
      const at = (of, gap) => of.map((side) => [spot, side, gap]);
      const tried = [...at(sides, 4), ...at(corners, 4), ...at(corners, 16), ...at(sides, 26)];
      return view.contains(spot) ? tried : [];
    }
    const box = drawn.getBounds();
    if (!view.intersects(box)) return [];
    if (!(drawn instanceof L.Polygon)) {
      const ends = drawn.getLatLngs().flat(2);
      return [[ends.at(-1), "right", 2], [ends[0], "left", 2], [ends.at(-1), "top", 2], [ends[0], "bottom", 2]]
        .filter(([end]) => view.contains(end));
    }
    const { lat, lng } = box.getCenter();
    return [
      [[lat, box.getEast()], "right", 0],
      [[box.getSouth(), lng], "bottom", 0],
      [[lat, box.getWest()], "left", 0],
      [[box.getNorth(), lng], "top", 0],
    ];
  }

  /* Points of a line or an area in sight, well away from the edges of the view. */
  function innerPoints(layer, view) {
    const middle = view.getCenter();
    const near = (a, b) => middle.distanceTo(a) - middle.distanceTo(b);
    if (!(layer instanceof L.Polygon)) {
      const room = view.pad(-0.15);
      return layer.getLatLngs().flat(2).filter((p) => room.contains(p)).sort(near);
    }
    const rings = layer.getLatLngs().flat(layer.getLatLngs()[0][0] instanceof L.LatLng ? 0 : 1);
    const spots = [];
    for (let row = 2; row < 11; row++)
      for (let column = 2; column < 11; column++) {
        const spot = map.containerPointToLatLng(L.point(
          (map.getSize().x * column) / 12, (map.getSize().y * row) / 12));
        if (rings.filter((ring) => holds(ring, spot)).length % 2) spots.push(spot);
      }
    if (!spots.length) return [];
    const mean = L.latLng(
      spots.reduce((sum, p) => sum + p.lat, 0) / spots.length,
      spots.reduce((sum, p) => sum + p.lng, 0) / spots.length,
    );
    return spots.sort((a, b) => mean.distanceTo(a) - mean.distanceTo(b));
  }

  /* Even-odd rule: does a ray from the point cross the ring an odd number of times? */
  function holds(ring, { lat, lng }) {
    let odd = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const a = ring[i], b = ring[j];
      if (a.lat > lat !== b.lat > lat && lng < ((b.lng - a.lng) * (lat - a.lat)) / (b.lat - a.lat) + a.lng)
        odd = !odd;
    }
    return odd;
  }

  const inside = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  // -- attribution and online tiles

  let credited = [];
  function setAttribution(text) {
    credited.forEach((credit) => map.attributionControl.removeAttribution(credit));
    credited = [text];
    map.attributionControl.addAttribution(text);
  }

  /** @param {Claimmap.Tiles} wanted */
  function setTiles(wanted) {
    if (tiles?.wanted.url === wanted?.url) return;
    tiles?.layer.remove();
    tiles = null;
    say("");
    delete map.getContainer().dataset.tiles;
    if (!wanted) return;
    const layer = L.tileLayer(wanted.url, { maxZoom: 18, maxNativeZoom: wanted.max, attribution: wanted.attribution });
    tiles = { wanted, layer };
    // The own basemap gives way only while every tile in sight has come.
    let failed = 0;
    layer.on("loading", () => { failed = 0; });
    layer.on("tileerror", () => {
      failed += 1;
      delete map.getContainer().dataset.tiles;
      say(`${wanted.title} did not come. The map’s own basemap stays.`);
    });
    layer.on("load", () => {
      if (failed) return;
      map.getContainer().dataset.tiles = "shown";
      say("");
    });
    layer.addTo(map);
  }

  function say(html) {
    notice ??= map.getContainer().appendChild(
      Object.assign(document.createElement("div"), { className: "cm-notice" }));
    notice.setAttribute("role", "status");
    notice.innerHTML = html;
    notice.hidden = !html;
  }

  return { layer, content, start, bind, accuracy, shore, detail, own, update };
})();

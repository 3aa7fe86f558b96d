/* The frame's own script: labels, tooltips, popups, selection, theme and online tiles.

   Python calls `start` once, `bind` for every feature and `update` after every change of the
   overlay. Every text that arrives here is HTML that has passed the gate (layers/webmap/text.py). */
"use strict";

const claimmap = (() => {
  const bound = new Map(); // feature number -> its Leaflet layer
  const labels = new Map(); // feature number -> its permanent tooltip
  const popups = new Map(); // place -> { html, node }
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let map, home, state, tiles, notice;
  let open = null; // { number, latlng } of the popup a reader has opened and not closed
  let touched = false; // has the reader moved the map?
  let focused = 0;

  function start(leafletMap, options) {
    map = leafletMap;
    home = options.home;
    // Leaflet's own prefix draws a flag; the name and the link are enough.
    map.attributionControl.setPrefix('<a href="https://leafletjs.com" target="_blank">Leaflet</a>');
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    const box = map.getContainer();
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", "Map. Everything on it is also in the tables of the page.");
    for (const event of ["pointerdown", "wheel", "keydown"])
      box.addEventListener(event, () => { touched = true; }, { passive: true });
    // The frame's height and its styles arrive after the map; neither is a resize of the window.
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(box);
    for (const link of document.querySelectorAll("link[rel=stylesheet]"))
      link.addEventListener("load", placeLabels);
    map.on("resize", () => { if (!touched && !focused) goHome(); });
    map.on("popupopen", ({ popup }) => {
      const number = numberOf(popup._source);
      if (number !== undefined) open = { number, latlng: popup.getLatLng() };
    });
    // A popup also closes when its layer is redrawn; only the reader's own closing counts.
    map.on("popupclose", ({ popup }) => { if (map.hasLayer(popup._source)) open = null; });
    map.on("moveend resize", placeLabels);
    goHome();
  }

  function goHome() {
    map.fitBounds(home, { padding: [28, 28], maxZoom: 15, animate: false });
  }

  const numberOf = (layer) => layer?.feature?.properties?.n;

  function bind(feature, layer) {
    bound.set(feature.properties.n, layer);
  }

  function update(next) {
    state = next;
    const box = map.getContainer();
    box.dataset.theme = state.theme;
    document.documentElement.dataset.theme = state.theme;
    for (const [number, layer] of bound) if (!map.hasLayer(layer)) bound.delete(number);
    for (const [number, layer] of bound) equip(number, layer);
    setAttribution(state.attribution);
    setTiles(state.tiles);
    restorePopup();
    if (state.focus && state.focus[0] !== focused) {
      focused = state.focus[0];
      map.fitBounds(state.focus[1], { padding: [40, 40], maxZoom: 15, animate: !still });
    }
    makeLabels();
    placeLabels();
    box.dataset.ready = "yes";
  }

  /* What a feature says on hover and on click, and whether it is the selected one's. */
  function equip(number, layer) {
    const feature = state.features[number];
    if (feature.card === null) return;
    const selected = feature.card === state.selected;
    layer.getElement()?.classList.toggle("cm-selected", selected);
    if (selected && layer.bringToFront) layer.bringToFront();
    if (layer.getPopup()) return;
    layer.bindTooltip(feature.tip, { sticky: true, className: "cm-tip" });
    layer.bindPopup(() => popupNode(state.features[number].card), {
      maxWidth: Math.min(320, map.getSize().x - 50),
      minWidth: Math.min(280, map.getSize().x - 60),
      maxHeight: Math.max(180, Math.min(340, map.getSize().y * 0.55)),
      autoPanPadding: [12, 12],
    });
    layer.on("popupopen", () => layer.closeTooltip());
  }

  function popupNode(place) {
    const html = state.cards[place];
    if (popups.get(place)?.html !== html) {
      const node = document.createElement("div");
      node.innerHTML = html;
      popups.set(place, { html, node });
    }
    return popups.get(place).node;
  }

  /* The overlay was redrawn under an open popup: open it again where it was. */
  function restorePopup() {
    if (!open || map.hasLayer(bound.get(open.number)?.getPopup())) return;
    const layer = bound.get(open.number);
    const { latlng } = open;
    open = null;
    if (!layer || state.features[numberOf(layer)].card !== state.selected) return;
    const popup = layer.getPopup();
    const autoPan = popup.options.autoPan;
    popup.options.autoPan = false;
    layer.openPopup(latlng);
    popup.options.autoPan = autoPan;
  }

  // -- labels

  function makeLabels() {
    for (const [number, label] of labels)
      if (!bound.has(number)) { label.remove(); labels.delete(number); }
    for (const number of bound.keys()) {
      const feature = state.features[number];
      if (!feature.label || labels.has(number)) continue;
      const label = L.tooltip({
        permanent: true,
        direction: feature.beside ? "right" : "center",
        className: `cm-label cm-label-${feature.kind}`,
        offset: [0, 0],
      });
      labels.set(number, label.setContent(feature.tip).setLatLng([0, 0]).addTo(map));
    }
  }

  /* Put each label where it is in sight, most important first; hide what would overlap. */
  function placeLabels() {
    if (!state) return;
    const frame = map.getContainer().getBoundingClientRect();
    const controls = [...document.querySelectorAll(".leaflet-control")].map((e) => e.getBoundingClientRect());
    const dots = pointRects(frame);
    const taken = [...controls];
    const ranked = [...labels].sort((a, b) => state.features[b[0]].rank - state.features[a[0]].rank);
    for (const [number, label] of ranked) {
      const spots = anchors(state.features[number], bound.get(number));
      const fits = spots.some(([latlng, direction, offset]) => {
        label.options.direction = direction;
        label.options.offset = L.point(offset);
        label.setLatLng(latlng);
        const at = label.getElement().getBoundingClientRect();
        const free = (other, of) => of === number || !overlap(at, other);
        return inside(at, frame) && taken.every((other) => free(other)) &&
          dots.every(([of, dot]) => free(dot, of)) && taken.push(at);
      });
      label.getElement().classList.toggle("cm-hidden", !fits);
    }
  }

  /* Where the points are drawn: a label may cover its own, no other. */
  function pointRects(frame) {
    return [...bound].filter(([, layer]) => layer.getLatLng && layer.getElement()).map(([number, layer]) => {
      const { x, y } = map.latLngToContainerPoint(layer.getLatLng());
      return [number, new DOMRect(frame.left + x - 6, frame.top + y - 6, 12, 12)];
    });
  }

  /* Where a label may stand, best first: position, side and offset in pixels. */
  function anchors(feature, layer) {
    const view = map.getBounds();
    if (!feature.beside) {
      const spots = layer.getLatLng ? [layer.getLatLng()] : innerPoints(layer, view);
      return spots.filter((spot) => view.contains(spot)).map((spot) => [spot, "center", [0, 0]]);
    }
    if (layer.getLatLng) {
      const spot = layer.getLatLng();
      if (!view.contains(spot)) return [];
      return [[spot, "right", [4, 0]], [spot, "left", [-4, 0]], [spot, "top", [0, -4]], [spot, "bottom", [0, 4]]];
    }
    const box = layer.getBounds();
    if (!view.intersects(box)) return [];
    const { lat, lng } = box.getCenter();
    return [
      [[lat, box.getEast()], "right", [0, 0]],
      [[box.getSouth(), lng], "bottom", [0, 0]],
      [[lat, box.getWest()], "left", [0, 0]],
      [[box.getNorth(), lng], "top", [0, 0]],
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

  function setTiles(wanted) {
    if (tiles?.wanted.url === wanted?.url) return;
    tiles?.layer.remove();
    tiles = null;
    say("");
    delete map.getContainer().dataset.tiles;
    if (!wanted) return;
    const layer = L.tileLayer(wanted.url, { maxZoom: 18, maxNativeZoom: wanted.max, attribution: wanted.attribution });
    tiles = { wanted, layer };
    let came = 0;
    layer.on("tileload", () => {
      came += 1;
      map.getContainer().dataset.tiles = "shown";
      say("");
    });
    layer.on("tileerror", () => {
      if (!came) say(`${wanted.title} did not come. The map’s own basemap stays.`);
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

  return { start, bind, update };
})();

/* Controls of the map: ways to jump, the way home, full screen, a grid with coordinates, an overview
   of the surroundings, and the place under the pointer. Every text that arrives is safe HTML. */
"use strict";

const mapControls = (() => {
  const SURROUNDINGS_ZOOM = 3; // of the overview: about 2,000 km across
  const WIDE = 700; // pixels of a map from which on it has an overview
  const STEPS = [20, 10, 5, 2, 1, .5, .2, .1, .05, .02, .01, .005, .002, .001, .0005]; // degrees between lines of the grid
  const ICONS = {
    home: '<path d="M3 9.5 10 3l7 6.5M5 8v8.5h10V8"/>',
    grid: '<path d="M3 7h14M3 13h14M7 3v14M13 3v14"/>',
    full: '<path d="M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4"/>',
  };

  /** @param {L.Map} map @param {Claimmap.ControlOptions} options */
  function add(map, { goTo, jumps, features, drawnOf }) {
    const tools = bar("bottomright", "cm-tools");
    button(tools, "Back to where the map began", ICONS.home, () => goTo(null));
    const grid = gridOf(map);
    const pressed = button(tools, "Grid with coordinates", ICONS.grid, () =>
      pressed.setAttribute("aria-pressed", `${grid.toggle()}`));
    pressed.setAttribute("aria-pressed", "false");
    if (document.fullscreenEnabled || parent !== window)
      button(tools, "Full screen", ICONS.full, () => fullScreen(map.getContainer()));
    tools.addTo(map);
    if (jumps?.length) {
      const places = bar("bottomleft", "cm-jumps");
      for (const [label, bounds] of jumps) button(places, "", label, () => goTo(bounds));
      places.addTo(map);
    }
    if (matchMedia("(hover: hover)").matches) pointerName(map, features, drawnOf);
    overview(map, features, drawnOf);
  }

  function bar(position, name) {
    const control = /** @type {any} */ (new L.Control({ position }));
    control.box = L.DomUtil.create("div", `leaflet-bar ${name}`);
    L.DomEvent.disableClickPropagation(control.box);
    control.onAdd = () => control.box;
    return control;
  }

  function button({ box }, title, inner, press) {
    const made = L.DomUtil.create("button", "", box);
    made.type = "button";
    if (title) made.title = title;
    if (title) made.setAttribute("aria-label", title);
    made.innerHTML = title ? `<svg viewBox="0 0 20 20" aria-hidden="true">${inner}</svg>` : inner;
    made.addEventListener("click", press);
    return made;
  }

  function fullScreen(box) {
    if (!document.fullscreenEnabled)
      return parent.postMessage(/** @satisfies {Claimmap.FromFrame} */ ({ claimmap: { full: true } }), "*");
    const done = document.fullscreenElement ? document.exitFullscreen() : box.requestFullscreen();
    done.catch(() => { }); // a page that embeds this one may not allow it
  }

  // -- the place under the pointer

  function pointerName(map, features, drawnOf) {
    const control = bar("bottomleft", "cm-here");
    control.box.classList.remove("leaflet-bar");
    control.addTo(map);
    let wanted = null;
    map.on("mousemove", ({ latlng }) => {
      if (!wanted) requestAnimationFrame(show);
      wanted = latlng;
    });
    map.on("mouseout", () => { control.box.textContent = ""; });

    function show() {
      const { lat, lng } = wanted.wrap();
      const at = `${Math.abs(lat).toFixed(4)}° ${lat < 0 ? "S" : "N"}, ${Math.abs(lng).toFixed(4)}° ${lng < 0 ? "W" : "E"}`;
      control.box.innerHTML = [at, groundAt(wanted)].filter(Boolean).join(" · ");
      wanted = null;
    }

    /* The name of the topmost ground there; of shapes that are drawn the browser knows the inside. */
    function groundAt(latlng) {
      const { x, y } = map.latLngToLayerPoint(latlng);
      for (const number of Object.keys(features()).map(Number).sort((a, b) => b - a)) {
        const shape = drawnOf(number)?.getElement?.();
        if (!shape?.isConnected || !/cm-(sea|land|water|estimated-water)\b/.test(shape.getAttribute("class"))) continue;
        if (shape.isPointInFill(new DOMPoint(x, y))) return nameIn(features()[number].tip);
      }
      return "";
    }
  }

  function nameIn(html) {
    const box = document.createElement("template");
    box.innerHTML = html;
    return box.content.querySelector(".cm-tip-name")?.innerHTML ?? "";
  }

  // -- the grid

  function gridOf(map) {
    const group = L.layerGroup();
    const edges = L.DomUtil.create("div", "cm-grid-edges", map.getContainer());
    map.on("moveend resize", draw);
    return {
      toggle() {
        map.hasLayer(group) ? map.removeLayer(group) : map.addLayer(group);
        draw();
        return map.hasLayer(group);
      },
    };

    function draw() {
      group.clearLayers();
      edges.replaceChildren();
      if (!map.hasLayer(group)) return;
      const view = map.getBounds(), size = map.getSize();
      const across = (view.getEast() - view.getWest()) / (size.x / 150);
      const step = STEPS.filter((each) => each >= across).pop() ?? STEPS[0];
      for (const value of between(view.getWest(), view.getEast(), step))
        line([[view.getSouth(), value], [view.getNorth(), value]], { left: at([view.getNorth(), value]).x, top: 2 },
          words((value + 540) % 360 - 180, step, "E", "W"));
      for (const value of between(Math.max(view.getSouth(), -85), Math.min(view.getNorth(), 85), step))
        line([[value, view.getWest()], [value, view.getEast()]], { left: 2, top: at([value, view.getWest()]).y },
          words(value, step, "N", "S"));
    }

    function line(points, { left, top }, text) {
      group.addLayer(L.polyline(points, { className: "cm-grid", interactive: false }));
      const label = L.DomUtil.create("span", "", edges);
      label.textContent = text;
      Object.assign(label.style, { left: `${left}px`, top: `${top}px` });
    }

    function at(latlng) {
      return map.latLngToContainerPoint(latlng);
    }
  }

  function* between(low, high, step) {
    for (let n = Math.ceil(low / step); n * step <= high; n++) yield n * step;
  }

  function words(value, step, positive, negative) {
    const decimals = Math.max(0, Math.ceil(-Math.log10(step)));
    return `${Math.abs(value).toFixed(decimals)}° ${value < 0 ? negative : positive}`;
  }

  // -- the overview

  function overview(map, features, drawnOf) {
    const outlines = Object.keys(features()).map(Number)
      .map((number) => drawnOf(number))
      .filter((drawn) => drawn && /\bcm-context\b/.test(drawn.options.className ?? ""));
    if (!outlines.length || map.getSize().x < WIDE) return;
    const control = bar("topleft", "cm-overview");
    control.box.setAttribute("aria-hidden", "true"); // it says nothing that the map does not
    control.addTo(map);
    const small = L.map(control.box, {
      attributionControl: false, zoomControl: false, dragging: false, scrollWheelZoom: false, keyboard: false,
      doubleClickZoom: false, boxZoom: false, touchZoom: false, zoomSnap: 0, fadeAnimation: false,
    }).setView(map.getCenter(), SURROUNDINGS_ZOOM);
    for (const drawn of outlines)
      L.polygon(drawn.getLatLngs(), { className: drawn.options.className, interactive: false }).addTo(small);
    for (const [number, { kind, main, tip }] of Object.entries(features())) {
      const city = kind === "city" && main && drawnOf(Number(number)); // of a layer that is on
      if (city)
        L.circleMarker(city.getLatLng(), { radius: 1.5, className: "cm-overview-city", interactive: false })
          .bindTooltip(nameIn(tip), { permanent: true, direction: "right", offset: [0, 0], className: "cm-overview-name" })
          .addTo(small);
    }
    const here = L.rectangle(map.getBounds(), { className: "cm-overview-here", interactive: false }).addTo(small);
    const ring = L.circleMarker(map.getCenter(), { radius: 4, className: "cm-overview-here", interactive: false }).addTo(small);
    map.on("moveend", follow);
    new ResizeObserver(follow).observe(control.box); // the styles, and so its size, may come later

    function follow() {
      small.invalidateSize();
      const box = map.getBounds();
      small.setView(map.getCenter(), Math.min(SURROUNDINGS_ZOOM, map.getZoom() - 2), { animate: false });
      here.setBounds(box);
      ring.setLatLng(map.getCenter());
    }
  }

  return { add };
})();

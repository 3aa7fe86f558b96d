/* A reader's own layers: drawn over the story's and never a part of it. Every text of theirs is set
   as text; nothing of them goes through HTML but escaped by the browser itself. */
"use strict";

const ownLayers = (() => {
  /** @type {Map<string, any>} */
  const groups = new Map(); // id -> the layer's group
  const PANE = "cm-own";
  const SHAPES = 2000; // more are drawn on a canvas: a browser holds so many elements badly
  const POINTS = 300; // more are counted where they lie together
  const CELL = 44; // pixels within which they do
  const DEEP = 18; // the zoom beyond which a count opens no further, but tells of one after the other
  const shapes = new WeakMap(); // an element of the drawing -> its shape

  /** Draw what is new of a list, forget what is not in it any more.
      @param {L.Map} map @param {Claimmap.OwnLayer[]} list */
  function take(map, list) {
    if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = "450"; // above the story's shapes
    const wanted = new Set(list.map(({ id }) => id));
    for (const [id, group] of groups)
      if (!wanted.has(id)) {
        group.remove();
        for (const part of group.getLayers()) part.forget?.();
        groups.delete(id);
      }
    for (const layer of list) if (!groups.has(layer.id)) groups.set(layer.id, drawn(map, layer));
  }

  /** @param {L.Map} map @param {string[]} ids */
  function show(map, ids) {
    for (const [id, group] of groups) {
      if (!ids.includes(id)) group.remove();
      else if (!map.hasLayer(group)) group.addTo(map);
    }
    map.getContainer().dataset.own = `${ids.filter((id) => groups.has(id)).length}`;
    for (const group of groups.values()) for (const part of group.getLayers()) part.recolour?.();
  }

  /** @param {L.Map} map @param {Claimmap.OwnLayer} layer */
  function drawn(map, { sign, name, word, credit, features }) {
    // Not under `properties.n`: streamlit-folium tells Python of every click on a feature, and by
    // that number Python knows a feature of the story.
    /** @type {any[]} */
    const all = features.map(({ geometry, ...own }) => ({
      type: "Feature", geometry, properties: { own: { ...own, name, word } },
    }));
    const points = all.filter(({ geometry }) => geometry.type === "Point");
    const counted = points.length > POINTS;
    const others = counted ? all.filter(({ geometry }) => geometry.type !== "Point") : all;
    const parts = [shaped(map, others, sign), ...(counted ? [clusters(map, points, sign)] : [])];
    return L.layerGroup(parts, credit ? { attribution: element("bdi", "", credit).outerHTML } : {});
  }

  /* Shapes one by one, as elements, or on a canvas where there are many. */
  function shaped(map, features, sign) {
    const many = features.length > SHAPES;
    const options = many ? onCanvas(map, sign) : { className: `cm-own cm-own-${sign}`, pane: PANE };
    const group = L.geoJSON(features, {
      ...options,
      style: options,
      pointToLayer: (_, at) => L.circleMarker(at, { ...options, radius: 5 }),
      onEachFeature: ({ properties: { own } }, shape) => {
        shape.on("click", ({ latlng, originalEvent, propagatedFrom: part = shape }) => {
          // What is smaller lies on top: an area hands a click on to what of the story is under it.
          const under = part instanceof L.Polygon && originalEvent && storyAt(originalEvent);
          if (under) under.dispatchEvent(new MouseEvent("click", originalEvent));
          else tell(map, originalEvent ? ownAt(originalEvent, own) : [own], latlng);
        });
        if (!many) named(map, shape, own);
      },
    });
    if (many) answerFor(map, group, sign);
    else /** @type {any} */ (group).recolour = () => group.eachLayer((shape) => paint(map, shape));
    return group;
  }

  /* An element of the drawing: its name beside the pointer, its colour, and the way back to it. */
  function named(map, shape, own) {
    if (own.title) shape.bindTooltip(() => element("span", "", own.title), { sticky: true, className: "cm-tip" });
    const parts = (one, call) => (one.eachLayer ? one.eachLayer((inner) => parts(inner, call)) : call(one));
    parts(shape, (one) => {
      one.own = own;
      one.on("add", () => {
        if (one.getElement()) shapes.set(one.getElement(), one);
        paint(map, one);
      });
    });
  }

  /* The file's own colour, where it can be seen in the theme that is on. */
  function paint(map, shape) {
    if (shape.eachLayer) return void shape.eachLayer((one) => paint(map, one));
    const colour = colourIn(map, shape.own);
    const drawing = shape.getElement?.();
    if (!drawing || shape.own?.colour === undefined) return;
    drawing.style.stroke = colour;
    drawing.style.fill = drawing.getAttribute("fill") === "none" ? "" : colour;
  }
  const colourIn = (map, own) => own?.colour?.[map.getContainer().dataset.theme === "dark" ? 1 : 0] ?? "";

  const storyAt = ({ clientX, clientY }) => document.elementsFromPoint(clientX, clientY)
    .find((shape) => shape.matches("path.leaflet-interactive:not(.cm-own)"));

  /* All features of own layers at a place, the one that was pressed first. */
  function ownAt({ clientX, clientY }, first) {
    const under = document.elementsFromPoint(clientX, clientY).map((one) => shapes.get(one)?.own);
    return [...new Set([first, ...under.filter(Boolean)])];
  }

  // -- many points

  /* Points in cells of the screen: one is drawn as it is, several as their count, which opens. */
  function clusters(map, features, sign) {
    const group = L.layerGroup();
    const at = features.map(({ geometry: { coordinates: [lng, lat] } }) => L.latLng(lat, lng));
    const world = at.map((one) => L.CRS.EPSG3857.latLngToPoint(one, 0));
    const draw = () => {
      group.clearLayers();
      const scale = 2 ** map.getZoom() / CELL;
      const { min, max } = L.bounds([map.getBounds().getNorthWest(), map.getBounds().getSouthEast()]
        .map((one) => L.CRS.EPSG3857.latLngToPoint(one, 0)));
      const cells = new Map();
      world.forEach(({ x, y }, n) => {
        if (x < min.x || x > max.x || y < min.y || y > max.y) return;
        const key = `${Math.floor(x * scale)} ${Math.floor(y * scale)}`;
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push(n);
      });
      for (const inside of cells.values())
        group.addLayer(inside.length === 1 ? shaped(map, [features[inside[0]]], sign) : count(inside));
    };
    const count = (inside) => {
      const bounds = L.latLngBounds(inside.map((n) => at[n]));
      const said = `${inside.length}`;
      const icon = L.divIcon({ className: `cm-own-count cm-own-count-${sign}`, html: element("span", "", said), iconSize: [34, 34] });
      const title = `${said} features of an own layer: open`;
      return L.marker(bounds.getCenter(), { icon, pane: PANE, title, alt: title, keyboard: true }).on("click", () => {
        const wide = !bounds.getSouthWest().equals(bounds.getNorthEast(), 1e-7);
        if (wide && map.getZoom() < DEEP) map.fitBounds(bounds, { maxZoom: DEEP, padding: [40, 40] });
        else tell(map, inside.map((n) => features[n].properties.own), bounds.getCenter());
      });
    };
    // Not while it is off the map, nor before the map has a view.
    group.on("add", () => void (map.on("moveend", draw), draw()));
    group.on("remove", () => map.off("moveend", draw));
    return Object.assign(group, { recolour: () => map.hasLayer(group) && draw() });
  }

  // -- a canvas

  /* A canvas has no classes: its colour is read from the style sheet. */
  function colourOf(map, sign) {
    return getComputedStyle(map.getContainer()).getPropertyValue(`--cm-own-${sign}`).trim();
  }

  function onCanvas(map, sign) {
    const color = colourOf(map, sign);
    return { renderer: L.canvas({ pane: PANE, tolerance: 4 }), pane: PANE, color, weight: 1.5, fillOpacity: 0.18 };
  }

  /* What a layer on a canvas needs besides. map.css takes the clicks from the canvas, which would
     have those on the story's shapes, too; when the layer goes, nothing of it may be left. */
  function answerFor(map, group, sign) {
    const { renderer } = group.options;
    const answer = ({ layerPoint, latlng }) => {
      if (!map.hasLayer(group)) return;
      const here = [];
      const gather = (own) => (shape) => {
        if (shape.eachLayer) shape.eachLayer(gather(own ?? shape.feature?.properties.own));
        else if (shape._containsPoint(layerPoint)) here.unshift(own ?? shape.feature.properties.own);
      };
      group.eachLayer(gather());
      if (here.length) tell(map, [...new Set(here)], latlng);
    };
    map.on("click", answer);
    group.recolour = () => group.eachLayer((shape) => {
      const color = colourIn(map, shape.feature?.properties.own) || colourOf(map, sign);
      if (shape.options?.color !== color) shape.setStyle?.({ color });
    });
    group.forget = () => {
      map.off("click", answer);
      renderer.remove();
    };
  }

  // -- what is told

  /** Features at a place, one after the other. */
  function tell(map, here, at) {
    const box = element("div", "");
    let number = 0;
    const turn = (by) => {
      number = (number + by + here.length) % here.length;
      const bar = element("p", "cm-own-turn");
      if (here.length > 1) {
        const button = (text, step) => {
          const made = element("button", "cm-button", text);
          made.type = "button";
          made.addEventListener("click", (event) => (event.stopPropagation(), turn(step)));
          return made;
        };
        const said = element("span", "", `${number + 1} of ${here.length} here`);
        said.setAttribute("role", "status");
        bar.append(button("Previous", -1), said, button("Next", 1));
      }
      box.replaceChildren(...(here.length > 1 ? [bar] : []), card(here[number]));
      if (by) /** @type {HTMLElement} */ (box.querySelectorAll("button")[by > 0 ? 1 : 0])?.focus();
    };
    turn(0);
    L.popup({ maxWidth: 320, minWidth: 220, maxHeight: 300, autoPanPadding: [12, 12] })
      .setLatLng(at).setContent(box).openOn(map);
  }

  function card({ n, name, word, title, rows }) {
    const box = element("article", "cm-card cm-own-card");
    box.append(element("p", "cm-kind", "Own layer, not checked against any source"));
    box.append(element("h3", "cm-title", title || name));
    box.append(element("p", "cm-count", title ? `${name}, ${word} ${n}` : `${word} ${n}`));
    const list = element("dl", "cm-own-rows");
    for (const [key, value] of rows) list.append(element("dt", "", key), element("dd", "", value));
    box.append(list);
    return box;
  }

  function element(kind, className, text = "") {
    return Object.assign(document.createElement(kind), { className, textContent: text });
  }

  return { take, show };
})();

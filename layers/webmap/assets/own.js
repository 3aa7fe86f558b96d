/* A reader's own layers: drawn over the story's and never a part of it. Every text of theirs is set
   as text; nothing of them goes through HTML. */
"use strict";

const ownLayers = (() => {
  /** @type {Map<string, any>} */
  const groups = new Map(); // id -> the layer's group
  const PANE = "cm-own";
  const SHAPES = 2000; // more are drawn on a canvas: a browser holds so many elements badly

  /** Draw what is new of a list, forget what is not in it any more.
      @param {L.Map} map @param {Claimmap.OwnLayer[]} list */
  function take(map, list) {
    if (!map.getPane(PANE)) map.createPane(PANE).style.zIndex = "450"; // above the story's shapes
    const wanted = new Set(list.map(({ id }) => id));
    for (const [id, group] of groups)
      if (!wanted.has(id)) {
        group.remove();
        group.forget?.();
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
    for (const group of groups.values()) group.recolour?.();
  }

  /** @param {L.Map} map @param {Claimmap.OwnLayer} layer */
  function drawn(map, { sign, name, word, features }) {
    const many = features.length > SHAPES;
    const options = many ? onCanvas(map, sign) : { className: `cm-own cm-own-${sign}`, pane: PANE };
    // Not under `properties.n`: streamlit-folium tells Python of every click on a feature, and by
    // that number Python knows a feature of the story.
    /** @type {GeoJSON.Feature[]} */
    const shapes = features.map(({ geometry, ...own }) => ({ type: "Feature", geometry, properties: { own } }));
    const tell = ({ own }, at) =>
      L.popup({ maxWidth: 320, minWidth: 220, maxHeight: 300, autoPanPadding: [12, 12] })
        .setLatLng(at).setContent(card(name, word, own)).openOn(map);
    const group = L.geoJSON(shapes, {
      ...options,
      style: options,
      pointToLayer: (_, at) => L.circleMarker(at, { ...options, radius: 5 }),
      onEachFeature: ({ properties }, shape) => {
        shape.on("click", ({ latlng, originalEvent, propagatedFrom: part = shape }) => {
          // What is smaller lies on top: an area hands a click on to what of the story is under it.
          const under = part instanceof L.Polygon && originalEvent && storyAt(originalEvent);
          if (under) under.dispatchEvent(new MouseEvent("click", originalEvent));
          else tell(properties, latlng);
        });
      },
    });
    if (many) answerFor(map, group, sign);
    return group;
  }

  function storyAt({ clientX, clientY }) {
    return document.elementsFromPoint(clientX, clientY)
      .find((shape) => shape.matches("path.leaflet-interactive:not(.cm-own)"));
  }

  /* A canvas has no classes: its colour is read from the style sheet. */
  function colourOf(map, sign) {
    return getComputedStyle(map.getContainer()).getPropertyValue(`--cm-own-${sign}`).trim();
  }

  function onCanvas(map, sign) {
    const color = colourOf(map, sign);
    return { renderer: L.canvas({ pane: PANE }), pane: PANE, color, weight: 1.5, fillOpacity: 0.18 };
  }

  /* What a layer on a canvas needs besides. map.css takes the clicks from the canvas, which would
     have those on the story's shapes, too; when the layer goes, nothing of it may be left. */
  function answerFor(map, group, sign) {
    const { renderer } = group.options;
    let colour = group.options.color;
    const answer = ({ layerPoint, latlng }) => {
      if (!map.hasLayer(group)) return;
      const parts = [];
      const gather = (shape) => (shape.eachLayer ? shape.eachLayer(gather) : parts.push(shape));
      group.eachLayer(gather);
      parts.reverse().find((shape) => shape._containsPoint(layerPoint))?.fire("click", { latlng }, true);
    };
    map.on("click", answer);
    group.recolour = () => {
      if (colourOf(map, sign) === colour) return;
      colour = colourOf(map, sign);
      group.setStyle({ color: colour });
    };
    group.forget = () => {
      map.off("click", answer);
      renderer.remove();
    };
  }

  /** @param {string} name @param {string} word @param {Claimmap.OwnFeature} feature */
  function card(name, word, { n, rows }) {
    const box = element("article", "cm-card cm-own-card");
    box.append(element("p", "cm-kind", "Own layer, not checked against any source"));
    box.append(element("h3", "cm-title", name), element("p", "cm-count", `${word} ${n}`));
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

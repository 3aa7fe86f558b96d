/* The views of a site: made beforehand by Python (layers/site/views.py), fetched when one is wanted.

   A view is a flat table, whose keys are explained there. A part of the page and a card are HTML
   that has passed the gate, in pieces that views share; the pieces of the page as it came are taken
   from the page. */
"use strict";

/** @param {string} folder where the files of the views are */
function siteViews(folder) {
  /** @type {Map<number, Element | string | (string | number)[]>} */
  const pieces = new Map();
  const files = new Map(); // name -> what is in it
  /** @type {Claimmap.Facts} */
  let facts;
  let taken = null; // the facts, once they were asked for

  function file(name) {
    if (!files.has(name)) files.set(name, fetched(name));
    return files.get(name);
  }

  async function fetched(name) {
    try {
      const answer = await fetch(`${folder}${name}.json`).catch(() => null);
      if (!answer?.ok) throw new siteViews.Missing(answer?.status === 404);
      const found = await answer.json();
      for (const [number, piece] of found.pieces ?? []) if (!pieces.has(number)) pieces.set(number, piece);
      return found;
    } catch (error) {
      files.delete(name); // it may come the next time
      throw error;
    }
  }

  /** What is known of the story, and the view that the page has as it comes.
      @returns {Promise<Claimmap.Facts>} */
  function now() {
    // Once, and before anything is drawn: the pieces are those of the page as it came.
    taken ??= take().catch((error) => {
      taken = null;
      throw error;
    });
    return taken;
  }

  async function take() {
    const found = await file("now");
    found.numbers = new Map(found.keys.map((key, number) => [key, number]));
    const parts = [...(await whole()).querySelectorAll("[data-part]")].map((part) => /** @type {Element} */ (part.cloneNode(true)));
    parts.flatMap((part) => [...part.querySelectorAll(found.elements.join(","))])
      .forEach((element, i) => pieces.set(found.dom[i], element));
    return (facts = found);
  }

  /* The whole page as it came: this one, or the one that this is a part of. */
  async function whole() {
    if (document.querySelector("[data-part]")) return document;
    const answer = await fetch("index.html").catch(() => null);
    if (!answer?.ok) throw new siteViews.Missing(answer?.status === 404);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (JSON.parse(page.getElementById("setup").textContent).data !== folder) throw new siteViews.Missing(true);
    return page;
  }

  /** The HTML of a piece, or its JSON. @param {number} number @returns {string} */
  function text(number) {
    const piece = pieces.get(number);
    if (typeof piece === "string") return piece;
    const whole = piece instanceof Element ? piece.outerHTML
      : piece.map((part) => (typeof part === "number" ? text(part) : part)).join("");
    pieces.set(number, whole);
    return whole;
  }

  const values = new Map();
  const value = (number) => {
    if (!values.has(number)) values.set(number, JSON.parse(text(number)));
    return values.get(number);
  };

  /** The view of a table on a day: all that changed up to then, one after the other, and since when
      each part is as it is.
      @param {string} table @param {string} day @returns {Promise<Claimmap.View>} */
  async function view(table, day) {
    await now();
    if (table === "everybody" && day >= facts.last) return facts.view;
    const found = {};
    for (const [first, changes] of (await file(table)).days) {
      if (first > day) break;
      for (const [key, changed] of Object.entries(changes)) {
        if (changed === null) delete found[key];
        else found[key] = changed;
        if (key.startsWith("p:")) found[`since:${key.slice(2)}`] = first;
      }
    }
    return found;
  }

  const numbered = (view, kind) => Object.keys(view).filter((key) => key.startsWith(kind)).map((key) => +key.slice(2));

  /** The kinds of finding of each claim of a view, in the words of the filter.
      @param {Claimmap.View} view @returns {Map<number, string>} */
  function kinds(view) {
    const found = new Map(numbered(view, "k:").map((claim) => [claim, "statement"]));
    for (const key of Object.keys(view).filter((each) => each.startsWith("f:"))) {
      const [status, claims, beside] = value(view[key]);
      for (const claim of claims) found.set(claim, status);
      for (const claim of beside) found.set(claim, "not-comparable");
    }
    return found;
  }

  /* The same as layers/story/search.py: the texts are folded there, the question here. */
  function folded(index, question) {
    const plain = [...question.replace(/[‘’]/g, "'").normalize("NFKD")];
    return plain.map((letter) => index.folds[letter] ?? letter.toLowerCase()).join("").replace(new RegExp(index.marks, "gu"), "");
  }

  async function matching(question) {
    const index = await file("search");
    const words = folded(index, question).split(/\s+/u).filter(Boolean).slice(0, index.words);
    const holds = (text) => words.every((word) => text.includes(word));
    const claimText = (claim) => [
      index.claims[claim], index.sources[facts.claims.source[claim]], index.places[facts.claims.where[claim]] ?? "",
    ].join("\n");
    return {
      claims: new Set([...index.claims.keys()].filter((claim) => holds(claimText(claim)))),
      places: new Set([...index.places.keys()].filter((place) => holds(index.places[place]))),
    };
  }

  /** What a choice leaves in sight of a view; the same as layers/view/seen.py.
      @param {Claimmap.View} view @param {Claimmap.Choice} choice @returns {Promise<Claimmap.Sight>} */
  async function sight(view, choice) {
    const { claims: of, names } = facts;
    const kind = kinds(view);
    const narrows = choice.attribute.length || choice.finding.length || choice.where.length || choice.search;
    const found = choice.search ? await matching(choice.search) : null;
    const one = (name, number) => !choice[name].length || choice[name].includes(names[name][number]?.[0]);
    const place = (claim) => facts.places[of.where[claim]]?.id;
    const claims = new Set([...kind.keys()].filter((claim) =>
      (!found || found.claims.has(claim)) && one("attribute", of.attribute[claim]) &&
      (!choice.where.length || choice.where.includes(place(claim))) &&
      (!choice.finding.length || choice.finding.includes(kind.get(claim)))));
    const about = new Set([...claims].map((claim) => of.where[claim]).filter((number) => number >= 0));
    const places = new Set(narrows ? about : facts.places.keys());
    if (found && !choice.attribute.length && !choice.finding.length)
      for (const number of found.places)
        if (!choice.where.length || choice.where.includes(facts.places[number].id)) places.add(number);
    const groups = new Set([...claims].map((claim) => facts.groups[of.group[claim]]));
    const conflicts = [...groups].filter((key) => view[`f:${key}`] !== undefined && value(view[`f:${key}`])[0] === "conflict");
    return { narrows: Boolean(narrows), kind, claims, about, places, groups, conflicts };
  }

  return { now, view, sight, text, value, numbered };
}

/** A file that did not come; `gone` when it is there no more. */
siteViews.Missing = class extends Error {
  /** @param {boolean} gone */
  constructor(gone) {
    super(gone ? "gone" : "not reached");
    this.gone = gone;
  }
};

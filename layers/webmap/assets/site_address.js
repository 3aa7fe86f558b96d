/* The address of a site's page, read and written as the app reads and writes it
   (layers/view/address.py): a link to one opens the same view in the other. */
"use strict";

/** @param {Claimmap.Facts} facts @param {Claimmap.Setup} setup */
function siteAddress(facts, setup) {
  const FACETS = ["source", "by", "attribute", "finding", "where"];
  const ONES = ["layers", "place", "basemap", "pick", "at", "as-of", "account", "search"];
  const POSITION = /^(-?\d{1,3}(?:\.\d{1,7})?),(-?\d{1,3}(?:\.\d{1,7})?),(\d{1,2}(?:\.\d{1,2})?)$/;
  const named = Object.fromEntries(FACETS.map((facet) => [facet, new Set(facts.names[facet].map(([name]) => name))]));
  const accounts = new Set([...facts.accounts.map(({ id }) => id), ...named.by]);
  const groups = new Set(facts.groups);

  /** @returns {Claimmap.Choice} */
  const everything = () => ({
    layers: facts.layers.shown, place: facts.place, pick: null, at: null, "as-of": null, account: null,
    search: "", source: [], by: [], attribute: [], finding: [], where: [],
  });

  /** The choice that an address asks for, and what it asks for in vain.
      @param {string} query @returns {{ choice: Claimmap.Choice, unknown: string[] }} */
  function read(query) {
    const asked = new URLSearchParams(query);
    const choice = everything();
    const unknown = [];
    for (const name of ONES) {
      const text = asked.getAll(name).at(-1);
      if (text === undefined) continue;
      const taken = take[name](text);
      if (taken === undefined) unknown.push(name);
      else if (name !== "basemap") choice[name] = taken;
    }
    for (const facet of FACETS) {
      const wanted = [...new Set(asked.getAll(facet))];
      choice[facet] = wanted.filter((name) => named[facet].has(name)).sort();
      if (choice[facet].length < wanted.length) unknown.push(facet);
    }
    return { choice: possible(choice, unknown), unknown };
  }

  const oneOf = (names) => (text) => (names.has(text) ? text : undefined);
  /** @type {Record<string, (text: string) => any>} */
  const take = {
    layers: (text) => {
      const wanted = text === "none" ? [] : text.split(",");
      return wanted.every((name) => facts.layers.all.includes(name)) ? facts.layers.all.filter((name) => wanted.includes(name)) : undefined;
    },
    place: (text) => (text === "none" ? null : setup.places[text] ? text : undefined),
    basemap: oneOf(new Set(["own"])), // others come from elsewhere, and nothing here does
    pick: oneOf(groups),
    account: oneOf(accounts),
    search: (text) => text.slice(0, 200).trim().split(/\s+/u).join(" "),
    at: (text) => {
      const [lat, lon, zoom] = (POSITION.exec(text) ?? []).slice(1).map(Number);
      return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom >= 4 && zoom <= 18 ? [lat, lon, zoom] : undefined;
    },
    "as-of": (text) => {
      const right = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) &&
        new Date(text).toISOString().startsWith(text);
      return right && text >= facts.first ? (text < facts.last ? text : null) : undefined;
    },
  };

  /* Sources and asserters decide what is known, and each is computed by itself. Of several together
     there is no view here: the first is shown, and the rest said to be missing. */
  function possible(choice, unknown) {
    const over = (name) => unknown.includes(name) || unknown.push(name);
    if (choice.source.length > 1) over("source");
    choice.source = choice.source.slice(0, 1);
    const account = facts.accounts.find(({ id }) => id === choice.account);
    const within = (name) => !choice.account || (account ? account.by.includes(name) : choice.account === name);
    const left = choice.source.length ? [] : choice.by.filter(within).slice(0, 1);
    if (left.length < choice.by.length) over("by");
    choice.by = left;
    if (choice.source.length && choice.account) {
      over("account");
      choice.account = null;
    }
    return choice;
  }

  /** The table of views that a choice is in. @param {Claimmap.Choice} choice */
  function table({ source, by, account }) {
    const at = (facet, name) => facts.names[facet].findIndex(([each]) => each === name);
    if (source.length) return `source-${at("source", source[0])}`;
    if (by.length) return `by-${at("by", by[0])}`;
    if (!account) return "everybody";
    const number = facts.accounts.findIndex(({ id }) => id === account);
    return number < 0 ? `by-${at("by", account)}` : `account-${number}`;
  }

  /** The query of a choice, without its question mark. @param {Claimmap.Choice} choice */
  function query(choice) {
    const found = new URLSearchParams();
    if (`${choice.layers}` !== `${facts.layers.shown}`) found.set("layers", choice.layers.join(",") || "none");
    if (choice.place !== facts.place) found.set("place", choice.place ?? "none");
    for (const name of ["as-of", "account", "search", "pick"]) if (choice[name]) found.set(name, choice[name]);
    for (const facet of FACETS) for (const name of choice[facet]) found.append(facet, name);
    // Not through URLSearchParams: its commas would be hard to read.
    const at = choice.at && `at=${siteAddress.position(choice.at)}`;
    return [found.toString(), at].filter(Boolean).join("&");
  }

  /* One day after another, or one letter more, is no step to go back by. */
  function write(choice) {
    const next = query(choice), old = location.search.slice(1);
    if (next === old) return;
    const steady = (text) => {
      const params = new URLSearchParams(text);
      for (const name of ["at", "as-of", "search"]) params.delete(name);
      return params.toString();
    };
    const has = (text, name) => new URLSearchParams(text).has(name);
    const small = steady(next) === steady(old) && ["as-of", "search"].every((name) => has(next, name) === has(old, name));
    history[small ? "replaceState" : "pushState"](null, "", next ? `?${next}` : location.pathname);
  }

  return { read, write, query, table, everything };
}

/** A position as an address has it. @param {Claimmap.Position} at */
siteAddress.position = ([lat, lon, zoom]) => `${lat.toFixed(5)},${lon.toFixed(5)},${+zoom.toFixed(2)}`;

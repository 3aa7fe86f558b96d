/* The script of a site's pages: the bar over the map and the parts below it, which in the app
   Python writes anew. What it shows comes from site_views.js, the address from site_address.js. */
"use strict";

(() => {
  /** @type {ReturnType<typeof siteViews>} */
  let views;
  /** @type {ReturnType<typeof siteAddress>} */
  let address;
  /** @type {Claimmap.Facts} */
  let facts;
  /** @type {Claimmap.Setup} */
  let setup;
  /** @type {Claimmap.Choice} */
  let choice;
  let unknown = [];
  let turn = 0; // the number of the last view that was asked for
  const $ = (selector) => /** @type {any} */ (document.querySelector(selector));
  const inWords = (day) =>
    new Date(day).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const make = (name, properties, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside);
    return made;
  };

  standalone.ready.then(async (given) => {
    setup = given;
    views = siteViews(setup.data);
    listen();
    standalone.whenChanged(() => act(() => Object.assign(choice, standalone.selection())));
    if (location.search) await act(() => {}, true);
  });

  /* Everything begins here: what the page needs is fetched once, and what cannot be is said. */
  async function act(change, fromAddress = false) {
    const mine = ++turn;
    document.body.setAttribute("aria-busy", "true");
    try {
      facts ??= await views.now();
      address ??= siteAddress(facts, setup);
      if (fromAddress || !choice) ({ choice, unknown } = address.read(location.search));
      if (!fromAddress) unknown = [];
      change();
      if (!fromAddress) address.write(choice);
      const day = choice["as-of"] ?? facts.last;
      const view = await views.view(address.table(choice), day);
      const sight = await views.sight(view, choice);
      if (mine !== turn) return; // another was asked for meanwhile
      drawParts(view, sight, day);
      drawBar(view, sight, day);
      standalone.show(choice, shows(view, sight), fromAddress ? moveTo() : undefined);
      problem("");
    } catch (error) {
      if (!(error instanceof siteViews.Missing)) throw error;
      problem(error.gone
        ? "This page has been replaced by a newer one. Load it again."
        : "The connection is gone, so this could not be fetched. Try it again.");
    } finally {
      if (mine === turn) document.body.removeAttribute("aria-busy");
    }
  }

  /* Where the address leads: to its position, or to its place where that is another than at first. */
  function moveTo() {
    const { bounds, max } = setup.places[choice.place] ?? {};
    return choice.at || choice.place === facts.place || !bounds ? { at: choice.at } : { bounds, max, always: true };
  }

  function problem(text) {
    $("#cm-problem")?.remove();
    if (text) $("main").prepend(make("p", { id: "cm-problem", className: "cm-warning", role: "alert", textContent: text }));
  }

  // -- the map

  /** @param {Claimmap.View} view @param {Claimmap.Sight} sight */
  function shows(view, sight) {
    const absent = views.numbered(view, "a:");
    const groups = Object.fromEntries(facts.groups.map((key) => {
      const at = facts.places[facts.of[key]];
      const claims = new Set(view[`f:${key}`] === undefined ? [] : views.value(view[`f:${key}`])[1]);
      const drawn = facts.drawn.filter(([, ...after]) => after.every((claim) => claims.has(claim))).map(([number]) => number);
      const card = at || view[`c:${key}`] === undefined ? undefined : views.text(/** @type {number} */ (view[`c:${key}`]));
      return [key, { place: at?.id ?? null, drawn, card }];
    }));
    const conflicts = new Map();
    for (const key of sight.conflicts) {
      const place = facts.of[key];
      if (place >= 0) conflicts.set(place, (conflicts.get(place) ?? 0) + 1);
    }
    const marks = {
      absent, marks: /** @type {[number, number][]} */ ([...conflicts]),
      faint: sight.narrows ? [...facts.places.keys()].filter((n) => facts.places[n].switch && !sight.places.has(n)) : [],
      crowded: views.numbered(view, "w:"),
      areas: Object.fromEntries(views.numbered(view, "o:").map((n) => [n, views.value(view[`o:${n}`])])),
      told: Object.fromEntries(views.numbered(view, "t:").map((n) => [n, views.value(view[`t:${n}`])])),
    };
    const cards = [...facts.places.keys()].map((n) => (view[`c:${n}`] === undefined ? null : views.text(/** @type {number} */ (view[`c:${n}`]))));
    return { cards, groups, marks };
  }

  // -- the parts below the map

  const drawn = new Map(); // part -> what it shows

  /** @param {Claimmap.View} view @param {Claimmap.Sight} sight @param {string} day */
  function drawParts(view, sight, day) {
    const narrowed = sight.narrows ? [...sight.claims, "/", ...sight.places].join() : "";
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-part]"))) {
      const name = part.dataset.part;
      const wanted = `${view[`p:${name}`]} ${day} ${narrowed}`;
      if (drawn.get(name) === wanted) continue;
      drawn.set(name, wanted);
      const fresh = document.createElement("template");
      fresh.innerHTML = views.text(/** @type {number} */ (view[`p:${name}`]));
      if (sight.narrows) narrow[name]?.(fresh.content, sight);
      onDay(fresh.content, day, view[`since:${name}`] ?? facts.last);
      for (const fold of /** @type {NodeListOf<HTMLDetailsElement>} */ (part.querySelectorAll("details[id]")))
        fresh.content.getElementById(fold.id)?.toggleAttribute("open", fold.open);
      part.replaceChildren(fresh.content);
    }
  }

  /* What changes every day though nothing new is told: the day itself, and by how many days
     forecasts are overdue. `since` is the day on which the part was written. */
  function onDay(part, day, since) {
    for (const told of part.querySelectorAll(".cm-as-of")) told.textContent = inWords(day);
    const more = Math.round((Date.parse(day) - Date.parse(since)) / 864e5);
    const later = (number) => number && (+number.replace(/,/g, "") + more).toLocaleString("en");
    if (more)
      for (const told of part.querySelectorAll(".cm-verdict, #cm-leads li .cm-soft"))
        for (const text of [...told.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE))
          text.data = text.data.replace(/(overdue by (?:about )?)([\d,]+)( to )?([\d,]+)? days?/g,
            (_, by, least, to = "", most) => `${by}${later(least)}${to}${later(most) ?? ""} days`);
  }

  const count = (heading, number) => { if (heading) heading.textContent = heading.textContent.replace(/\(\d+\)/, `(${number})`); };
  const without = (items, keep) => [...items].filter((item) => keep(item) || void item.remove()).length;
  const groupOf = (item) => JSON.parse(item.querySelector(".cm-pick").dataset.ask)[2];
  const claimsOf = (item) => item.dataset.claims.split(" ").map((key) => facts.numbers.get(key));
  const none = (after, text) => after.after(make("p", { className: "cm-note", textContent: text }));

  /** @type {Record<string, (part: DocumentFragment, sight: Claimmap.Sight) => void>} */
  const narrow = {
    conflicts(part, { groups, conflicts }) {
      const list = part.querySelector("section > .cm-conflicts");
      const had = list.children.length;
      const left = without(list.children, (item) => groups.has(groupOf(item)));
      if (had && !left) none(part.querySelector("section > .cm-note"), "None among the claims in sight.");
      count(part.querySelector("h2"), conflicts.length);
      for (const heading of part.querySelectorAll("h3.cm-heading")) {
        const fold = heading.closest("details");
        const items = (fold ?? heading.parentElement).querySelectorAll(fold ? ".cm-agreed > li" : "#cm-rebutted + .cm-conflicts > li");
        const number = without(items, (item) => groups.has(groupOf(item)));
        count(heading, number);
        if (number) continue;
        if (!fold) heading.nextElementSibling.remove();
        (fold ?? heading).remove();
      }
    },
    forecasts(part, { groups }) {
      without(part.querySelectorAll("section"), (section) => groups.has(section.id.slice("cm-forecast-".length)));
    },
    timeline(part, { claims }) {
      const left = without(part.querySelectorAll(".cm-events > li"), (item) => claimsOf(item).some((claim) => claims.has(claim)));
      count(part.querySelector("h2"), left);
      if (left || !part.querySelector(".cm-events")) return;
      part.querySelector(".cm-axis").remove();
      part.querySelector(".cm-events").remove();
      none(part.querySelector(".cm-note"), "Nothing dated among the claims in sight.");
    },
    places(part, { places }) {
      const seen = (row) => places.has(setup.places[JSON.parse(row.querySelector("[data-ask]").dataset.ask)[2]].number);
      count(part.querySelector("h2"), without(part.querySelectorAll("tbody tr"), seen));
    },
    claims(part, { claims }) {
      for (const body of part.querySelectorAll("tbody")) {
        const head = body.querySelector("th");
        const left = without(body.querySelectorAll("tr"), (row) => claims.has(claimsOf(row)[0]));
        if (!left) body.remove();
        else {
          body.rows[0].prepend(head);
          head.rowSpan = left;
        }
      }
      count(part.querySelector("h2"), claims.size);
    },
  };

  // -- the bar

  const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  const titleOf = (facet, name) => facts.names[facet].find(([each]) => each === name)[1];

  /** @param {Claimmap.View} view @param {Claimmap.Sight} sight @param {string} day */
  function drawBar(view, sight, day) {
    if (!$("#cm-controls")) return;
    const slider = $("#cm-asof"), search = $("#cm-search");
    slider.value = Math.round((Date.parse(day) - Date.parse(facts.first)) / 864e5);
    slider.setAttribute("aria-valuetext", inWords(day));
    $("output[for=cm-asof]").textContent = inWords(day);
    $("input[data-param=as-of]").value = day;
    $("#cm-account").value = choice.account ?? "";
    if (document.activeElement !== search) search.value = choice.search;
    drawFacets(sight);
    drawState(view, sight, day);
    const lost = unknown.length ? `The address asks for something this page does not have (${unknown.join(", ")}). It shows what it has.` : "";
    alertIn("cm-notice", lost);
    const places = [...sight.places].some((n) => facts.places[n].switch);
    alertIn("cm-empty", sight.claims.size || (choice.search && places) ? "" : "Nothing here answers to that. ", ask("Clear all filters", ["clear", "", null]));
  }

  function alertIn(id, text, ...more) {
    $(`#${id}`)?.remove();
    if (text) $(".cm-bar").append(make("p", { id, className: "cm-warning", role: "alert" }, text, ...more));
  }

  function ask(text, asked, className = "cm-button") {
    const button = make("button", { type: "button", className, textContent: text });
    button.dataset.ask = JSON.stringify(asked);
    return button;
  }

  function drawFacets({ kind }) {
    const of = facts.claims;
    for (const select of /** @type {NodeListOf<HTMLSelectElement>} */ (document.querySelectorAll("select[data-add]"))) {
      const facet = select.dataset.add;
      const counts = new Map();
      // Sources and asserters decide what is known, so those left out are counted as well.
      const every = facet === "source" || facet === "by" ? [...of.source.keys()] : [...kind.keys()];
      for (const claim of every) {
        const name = facet === "finding" ? kind.get(claim) : facet === "where" ? facts.places[of.where[claim]]?.id
          : facts.names[facet][of[facet][claim]]?.[0];
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      const options = facts.names[facet].filter(([name]) => counts.get(name) && !choice[facet].includes(name));
      select.replaceChildren(select.options[0],
        ...options.map(([value, title]) => make("option", { value, textContent: `${title} (${counts.get(value)})` })));
    }
  }

  function drawState(view, sight, day) {
    const all = facts.claims.source.length;
    const left = sight.claims.size;
    const sources = new Set([...sight.claims].map((claim) => facts.claims.source[claim]));
    const told = [
      left === all ? counted(left, "claim") : `${left.toLocaleString("en")} of ${counted(all, "claim")}`,
      counted(sources.size, "source"), counted(sight.about.size, "place"), counted(sight.conflicts.length, "conflict"),
    ].join(", ");
    const account = facts.accounts.find(({ id }) => id === choice.account)?.name ?? choice.account;
    const says = account ? `, by the account of ${account}` : "";
    const silent = view.s ? `, which says nothing after ${inWords(view.s)}` : "";
    const then = choice["as-of"] ? `, as known on ${inWords(day)}` : "";
    $(".cm-left").textContent = `${told}${says}${silent}${then}. `;
    const lost = [...facts.places.keys()].filter((n) => sight.about.has(n) && view[`a:${facts.places[n].main}`]);
    if (lost.length) $(".cm-left").append(make("b", { textContent:
      `Not on the map, since no claim here says where it is: ${lost.map((n) => facts.places[n].name).join(", ")}.` }));
    drawChips(sight);
  }

  function drawChips(sight) {
    const chips = [];
    const chip = (text, label, asked) => {
      const made = ask(`${text} ×`, asked, "cm-chip");
      made.setAttribute("aria-label", label);
      chips.push(made);
    };
    for (const facet of Object.keys(facts.names))
      for (const name of choice[facet]) {
        const title = `${facts.titles[facet]}: ${titleOf(facet, name)}`;
        chip(title, `Remove the filter ${title}`, ["drop", facet, name]);
      }
    if (choice.search) chip(`“${choice.search}”`, `Remove the search for ${choice.search}`, ["set", "search", null]);
    if (address.query({ ...choice, ...everywhere() }) !== address.query(choice)) chips.push(ask("Show everything", ["clear", "", null]));
    if (choice.search) {
      const found = [...facts.places.keys()].filter((n) => sight.places.has(n) && facts.places[n].switch).slice(0, 8);
      if (found.length) chips.push(make("span", { className: "cm-soft", textContent: "Found:" }));
      for (const n of found) chips.push(ask(facts.places[n].name, ["set", "place", facts.places[n].id], "cm-link"));
    }
    const focused = $(".cm-chips").contains(document.activeElement);
    $(".cm-chips").replaceChildren(...chips.flatMap((each) => [each, " "]));
    if (focused) $("#cm-search").focus({ preventScroll: true });
  }

  /* A choice with all that is known in it. */
  const everywhere = () => {
    const { layers, place, pick, at, ...scope } = address.everything();
    return scope;
  };

  // -- what a reader does

  const later = new Map();
  function soon(key, wait, run) {
    clearTimeout(later.get(key));
    later.set(key, setTimeout(run, wait));
  }
  const setDay = (day) => act(() => { choice["as-of"] = day < facts.last ? day : null; });

  function add(facet, name) {
    if (facet === "source") Object.assign(choice, { source: [name], by: [], account: null });
    else if (facet === "by") Object.assign(choice, { by: [name], source: [], account: null });
    else choice[facet] = [...choice[facet], name].sort();
  }

  function listen() {
    document.addEventListener("input", ({ target }) => {
      const field = /** @type {any} */ (target);
      if (field.id === "cm-search") soon("search", 250, () => act(() => { choice.search = field.value.slice(0, 200).trim().split(/\s+/u).join(" "); }));
      else if (field.id === "cm-asof") {
        const day = new Date(Date.parse(field.dataset.days) + field.value * 864e5).toISOString().slice(0, 10);
        field.setAttribute("aria-valuetext", inWords(day));
        $("output[for=cm-asof]").textContent = inWords(day);
        soon("as-of", 80, () => setDay(day));
      }
    });
    document.addEventListener("change", ({ target }) => {
      const field = /** @type {any} */ (target);
      if (field.dataset.add && field.value) {
        const { value, dataset } = field;
        field.value = "";
        act(() => add(dataset.add, value));
      } else if (field.id === "cm-account") act(() => Object.assign(choice, { account: field.value || null, source: [], by: [] }));
      else if (field.type === "date" && field.value && field.validity.valid) soon("as-of", 600, () => setDay(field.value));
    });
    document.addEventListener("click", ({ target }) => {
      const button = /** @type {any} */ (target).closest?.("[data-ask], [data-copy]");
      if (!button) return;
      if ("copy" in button.dataset) return void copyLink();
      const [op, name, value] = JSON.parse(button.dataset.ask);
      if (op === "clear") act(() => Object.assign(choice, everywhere()));
      else if (op === "drop") act(() => { choice[name] = choice[name].filter((each) => each !== value); });
      else if (name === "search") act(() => { choice.search = $("#cm-search").value = ""; });
    });
    addEventListener("popstate", () => act(() => {}, true));
    addEventListener("message", ({ data, source }) => {
      const at = data?.claimmap?.at;
      if (source !== window || !Array.isArray(at)) return;
      if (choice) address.write(Object.assign(choice, { at: /** @type {Claimmap.Position} */ (at) }));
      else history.replaceState(null, "", `?at=${siteAddress.position(/** @type {Claimmap.Position} */ (at))}`); // read when more is chosen
    });
  }

  async function copyLink() {
    const said = $(".cm-copied");
    try {
      await navigator.clipboard.writeText(location.href);
      said.textContent = "Link copied.";
    } catch {
      said.textContent = `Not copied; the link is ${location.href}`;
    }
  }

  // -- a page inside another's: it is as high as what it shows, and leads to the whole

  const whole = $("[data-whole]");
  whole?.addEventListener("click", () => { whole.href = `./${location.search}`; });
  if (whole)
    document.addEventListener("click", ({ target }) => {
      const link = /** @type {any} */ (target).closest?.("a.cm-number");
      if (link) Object.assign(link, { href: `./${location.search}${link.hash}`, target: "_blank", rel: "noopener" });
    });
  if (parent !== window)
    new ResizeObserver(() => parent.postMessage({ claimmap: { height: Math.ceil(document.documentElement.getBoundingClientRect().height) } }, "*"))
      .observe(document.documentElement);
})();

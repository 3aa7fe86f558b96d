/* Messages between the server, the page and the map's frame, and the data of a page that stands
   alone. For `make lint` and editors; no browser loads it, and no package holds it.

   Positions of messages are latitude and longitude in degrees (EPSG:4326), as Leaflet has them;
   geometry is GeoJSON, longitude and latitude. Places and features go by their numbers. */

declare namespace Claimmap {
  type Theme = "light" | "dark";
  /** Latitude, longitude, zoom. */
  type Position = [number, number, number];
  /** South-west and north-east, latitude and longitude. */
  type Corners = [[number, number], [number, number]];
  /** A circle marker, a line or an area of Leaflet's; which of them, a script asks of its methods. */
  type Drawn = any;
  /** A place's number and the HTML of its card. */
  type Card = [number, string];

  // -- from the server to the map's frame: layers/webmap/overlay.py, base_map.py, drawing_script.py

  /** What `claimmap.start` is called with. */
  interface Start {
    home: Corners;
    /** Labels, as HTML, and where they lead to. */
    jumps?: [string, Corners][];
    data?: string;
    /** Where the script with all shapes of many points is, and the bounds within which it adds nothing. */
    detail?: string;
    near?: Corners;
  }

  /** What the map hands to its controls. */
  interface ControlOptions {
    /** Move to corners, or to where the map began. */
    goTo: (to: Corners | null) => void;
    jumps?: [string, Corners][];
    features: () => Record<number, FeatureText>;
    drawnOf: (number: number) => Drawn | undefined;
  }

  /** What `claimmap.update` is called with whenever the view changes. */
  interface State {
    theme: Theme;
    layers: string[];
    selected: number | null;
    move: Move | null;
    tiles: Tiles | null;
    card: Card | null;
    shared: boolean;
    absent: number[];
    faint: number[];
    /** A place and how many conflicts it has. */
    marks: [number, number][];
    /** A place and how much of it an old file that is looked at has otherwise. */
    changed?: [number, number][];
    picked: number[];
    /** Features that are not seen from afar. */
    crowded: number[];
    /** A feature and the outline of its area of uncertainty in this view. */
    areas: Record<number, [number, number][]>;
    /** Tooltip and label of a feature of which only some of the claims behind it are known. */
    told: Record<number, [string, string | null]>;
    own?: string[];
  }

  /** A move of the map: to a position (null: to where it began) or to bounds. Another `n`, another move. */
  interface Move {
    n: number;
    at?: Position | null;
    bounds?: Corners;
    max?: number;
    /** The share of the frame that is left free on each side. */
    margin?: number;
    always?: boolean;
  }

  interface Tiles {
    title: string;
    url: string;
    max: number;
    attribution: string;
  }

  /** What `claimmap.content` is called with; every text is HTML that has passed the gate. */
  interface Texts {
    /** By place. */
    cards: (string | null)[];
    features: Record<number, FeatureText>;
    /** Attribution by layer. */
    credits: Record<string, string>;
  }

  interface FeatureText {
    place: number;
    clicks: boolean;
    ground: boolean;
    tip: string;
    label: string | null;
    beside: boolean;
    main: boolean;
    rank: number;
    kind: string;
    sign: number | null;
  }

  /** What `claimmap.layer` is called with, beside a function that draws the layer. */
  interface LayerOptions {
    name: string;
    always: boolean;
  }

  // -- between the page and the map's frame, by postMessage

  /** A reader's own layers, handed by the page to the frame. */
  interface ToFrame {
    claimmap: { own?: OwnLayer[]; listening?: true };
  }

  /** The frame has started, its map was moved, or it is to fill the screen. */
  interface FromFrame {
    claimmap: { ready?: true; at?: Position; full?: true };
  }

  /** What Streamlit tells every frame of a component. */
  interface FromStreamlit {
    type: "streamlit:render";
    theme?: { base: string };
  }

  /** Which own layer there is, and where the page fetches it: layers/panels/uploads.py. */
  interface OwnFile {
    id: string;
    sign: number;
    at: string;
  }

  /** layers/webmap/upload_data.py */
  interface OwnLayer {
    id: string;
    /** The number of its style, from 1. */
    sign: number;
    name: string;
    /** What its features are counted by in their file, such as "row". */
    word: string;
    /** The notice of its source's licence, as its file has it; or nothing. */
    credit: string;
    features: OwnFeature[];
  }

  interface OwnFeature {
    n: number;
    geometry: GeoJSON.Geometry;
    rows: [string, string][];
    title?: string;
    /** For the light theme and for the dark one; empty where it would not be seen. */
    colour?: [string, string];
  }

  // -- between the server and the page: layers/panels/component.py

  /** The page's HTML, or which own layers there are, as JSON: a list of OwnFile. */
  interface ToPage {
    html?: string[];
    /** With the part that asks. */
    told?: Told;
    own?: string;
    /** Files of own layers that the browser is to keep, as JSON. */
    kept?: string;
  }

  /** What the page knows of the server: layers/panels/session.py. */
  interface Told {
    /** The number of the last thing asked that the server has done. */
    answered: number;
    session: string;
    /** The digest of the story. */
    data: string;
    /** The address of letters that the page needs. */
    style: string;
  }

  /** What a button asks, in its `data-ask`: an operation, a name, a value (layers/html/gate.py). */
  type Ask = [string, string, string | null];
  /** The same with a number, as the page sends it to the server. */
  type Asked = [string, string, string | null, number];

  // -- a page without a server: layers/snapshot/page/visible_story.py, layers/site/pages.py

  interface Setup extends Start {
    state: State;
    pick: string | null;
    places: Record<string, { number: number; layer: string; bounds: Corners; max: number }>;
    /** `card` is that of a group that is nowhere on the map. */
    groups: Record<string, { place: string | null; drawn: number[]; card?: string }>;
    /** Of a site: where the files of its views are, and what is said when nothing is selected. */
    data?: string;
    nothing?: string;
  }

  // -- the views of a site: layers/site/views.py, layers/site/facts.py

  /** A flat table of what is shown; its keys are explained in layers/site/views.py. */
  type View = Record<string, any>;

  interface Facts {
    first: string;
    last: string;
    place: string | null;
    layers: { all: string[]; shown: string[] };
    places: { id: string; name: string; switch: boolean; main: number }[];
    /** Keys of the groups of claims, and the number of the place of each, or -1. */
    groups: string[];
    of: Record<string, number>;
    /** By filter: the names in an address with their titles, and what the filter is called. */
    names: Record<string, [string, string][]>;
    titles: Record<string, string>;
    accounts: { id: string; name: string; by: string[] }[];
    /** By number of the claim: the numbers of its source, asserter, attribute, place and group. */
    claims: Record<"source" | "by" | "attribute" | "where" | "group", number[]>;
    /** The keys of the claims, and from them their numbers. */
    keys: string[];
    numbers: Map<string, number>;
    /** Features drawn after claims: its number, then the numbers of the claims. */
    drawn: [number, ...number[]][];
    view: View;
    /** Elements that are pieces, and the numbers of those of the page in the order they begin. */
    elements: string[];
    dom: number[];
  }

  interface Choice {
    layers: string[];
    place: string | null;
    pick: string | null;
    at: Position | null;
    "as-of": string | null;
    account: string | null;
    search: string;
    source: string[];
    by: string[];
    attribute: string[];
    finding: string[];
    where: string[];
  }

  /** What a choice leaves in sight of a view: numbers of claims and places, keys of groups. */
  interface Sight {
    narrows: boolean;
    kind: Map<number, string>;
    claims: Set<number>;
    about: Set<number>;
    places: Set<number>;
    groups: Set<string>;
    conflicts: string[];
  }
}

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
    picked: number[];
    /** A feature and the outline of its area of uncertainty in this view. */
    areas: Record<number, [number, number][]>;
    own?: string[];
  }

  /** A move of the map: to a position (null: to where it began) or to bounds. Another `n`, another move. */
  interface Move {
    n: number;
    at?: Position | null;
    bounds?: Corners;
    max?: number;
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
    claimmap: { own: OwnLayer[] };
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

  /** layers/webmap/upload_data.py */
  interface OwnLayer {
    id: string;
    name: string;
    /** What its features are counted by in their file, such as "row". */
    word: string;
    features: OwnFeature[];
  }

  interface OwnFeature {
    n: number;
    geometry: GeoJSON.Geometry;
    rows: [string, string][];
  }

  // -- between the server and the page: layers/panels/component.py

  /** The page's HTML, or a reader's own layers as JSON, which go on to the frame. */
  interface ToPage {
    html?: string[];
    asks?: boolean;
    /** The number of the last thing asked that the server has done. */
    answered?: number;
    own?: string;
  }

  /** What a button asks, in its `data-ask`: an operation, a name, a value (layers/html/gate.py). */
  type Ask = [string, string, string | null];
  /** The same with a number, as the page sends it to the server. */
  type Asked = [string, string, string | null, number];

  // -- a page that stands alone: layers/snapshot/page/visible_story.py

  interface Setup {
    home: Corners;
    state: State;
    pick: string | null;
    order: string[];
    places: Record<string, { number: number; layer: string; bounds: Corners; max: number }>;
    groups: Record<string, { place: string; drawn: number[] }>;
  }
}

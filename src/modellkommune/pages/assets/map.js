// The map of the parking zones: our own areas, no tiles of others unless the installation names a server.
// Loaded by the pages with a map only; Leaflet and its style follow when the map comes into view.
const place = document.querySelector("[data-zone-map]");
const settings = place.dataset;

function load(element, properties) {
  return new Promise((done, failed) => {
    Object.assign(element, properties, { onload: done, onerror: failed });
    document.head.append(element);
  });
}

function tell(zone) {
  const note = document.getElementById(settings.note);
  const link = Object.assign(document.createElement("a"), {
    className: "kern-link", href: zone.address, textContent: settings.streets,
  });
  const title = Object.assign(document.createElement("strong"), { textContent: zone.title });
  const text = zone.description ? ` – ${zone.description} ` : " ";
  note.replaceChildren(title, text, link);
}

function mark(layer, map) {
  map.chosen?.getElement().classList.remove("here");
  map.chosen = layer;
  layer.getElement().classList.add("here");
  layer.bringToFront();
  tell(layer.feature.properties);
}

// A path becomes a button: reached with Tab, pressed with Enter or the space bar.
function makeButton(layer, map) {
  const path = layer.getElement();
  const attributes = { tabindex: 0, role: "button", "aria-label": layer.feature.properties.title };
  for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, value);
  layer.on("click", () => mark(layer, map));
  path.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    mark(layer, map);
  });
}

// Codes that would lie on another one wait until the map is larger; the name is told on choosing anyway.
function thinOut(areas) {
  const shown = [];
  areas.eachLayer((layer) => {
    const code = layer.getTooltip().getElement();
    code.classList.remove("zone-code--waits");
    const box = code.getBoundingClientRect();
    const meets = (other) => box.left < other.right && other.left < box.right
      && box.top < other.bottom && other.top < box.bottom;
    if (shown.some(meets)) code.classList.add("zone-code--waits");
    else shown.push(box);
  });
}

function addTiles(leaflet, map) {
  if (!settings.tiles) return;
  leaflet.tileLayer(settings.tiles, { attribution: settings.credit, maxZoom: 19 }).addTo(map);
}

function draw(leaflet, zones) {
  place.hidden = false;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = leaflet.map(place, {
    attributionControl: Boolean(settings.tiles),
    fadeAnimation: !calm, inertia: !calm, markerZoomAnimation: !calm, zoomAnimation: !calm,
    scrollWheelZoom: false, zoomControl: false, zoomSnap: 0.25,
  });
  map.attributionControl?.setPrefix(false);
  leaflet.control.zoom({ zoomInTitle: settings.closer, zoomOutTitle: settings.farther }).addTo(map);
  addTiles(leaflet, map);
  const areas = leaflet.geoJSON(zones, {
    style: (feature) => ({ className: feature.properties.planned ? "zone zone--planned" : "zone" }),
  });
  map.fitBounds(areas.getBounds(), { padding: [12, 12] });
  areas.addTo(map);
  areas.eachLayer((layer) => {
    makeButton(layer, map);
    layer.bindTooltip(layer.feature.properties.code, {
      className: "zone-code", direction: "center", permanent: true,
    });
  });
  map.on("zoomend", () => thinOut(areas));
  thinOut(areas);
  document.getElementById(settings.note).textContent = settings.hint;
  place.dataset.ready = "yes";
}

async function start() {
  const [answer] = await Promise.all([
    fetch(settings.zoneMap),
    load(document.createElement("script"), { src: settings.leaflet }),
    load(document.createElement("link"), { rel: "stylesheet", href: settings.style }),
  ]);
  if (answer.ok) draw(window.L, await answer.json());
}

// Without the file, the network or a modern browser the list below the map says the same.
new IntersectionObserver((entries, observer) => {
  if (!entries.some((entry) => entry.isIntersecting)) return;
  observer.disconnect();
  start().catch(() => { place.hidden = true; });
}, { rootMargin: "300px" }).observe(place.parentElement);

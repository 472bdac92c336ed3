// The little script that pages need: draw the pictures whose specification stands in the page, fit and zoom them.
"use strict";
const MARGIN = 84; // pixels beside a concatenated picture: its vertical axis
const DARK = {
  land: { fill: "#313a42", stroke: "#14181c" }, node: { fill: "#dfe4e8", stroke: "#14181c" },
  halo: { fill: "#1c2227", stroke: "#1c2227" }, label: { fill: "#e6e8ea" }, quiet: { fill: "#5b6670" },
  line: { stroke: "#a3acb5" },
};
const QUIET = "#a3acb5", FAINT = "#343c44";

/** Call `change` with every unit of a specification. */
function units(spec, change) {
  change(spec);
  for (const key of ["layer", "vconcat", "hconcat"]) for (const part of spec[key] || []) units(part, change);
}

/** A specification for the place and the light it is shown in. */
function fitted(given, place) {
  const spec = structuredClone(given);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches && !matchMedia("print").matches;
  units(spec, (part) => {
    // only a picture of one part can fit itself
    if (spec.vconcat && part.width === "container") part.width = Math.max(200, place.clientWidth - MARGIN);
    const mark = part.mark && part.mark.style ? DARK[part.mark.style] : null;
    if (dark && mark) Object.assign(part.mark, mark);
  });
  if (dark) {
    const axis = { labelColor: QUIET, titleColor: QUIET, domainColor: FAINT, tickColor: FAINT, gridColor: FAINT };
    const config = spec.config || {};
    spec.config = { ...config, background: null, axis: { ...config.axis, ...axis },
      legend: { ...config.legend, labelColor: QUIET, titleColor: QUIET } };
  } else spec.config = { ...spec.config, background: null };
  return spec;
}

/** Say which days a picture was zoomed to, with a link that keeps them as filters. */
function period(view, link) {
  const day = (ms) => new Date(ms).toISOString().slice(0, 10);
  const tell = () => {
    const span = (view.signal("zoom") || {}).date;
    link.hidden = !span;
    if (!span) return;
    const [since, until] = [day(span[0]), day(span[1])];
    const to = new URL(location.href);
    to.searchParams.set("since", since);
    to.searchParams.set("until", until);
    const anchor = link.querySelector("a");
    anchor.href = to.pathname + to.search;
    anchor.textContent = `Keep this period: ${since} to ${until}`;
  };
  view.addSignalListener("zoom", tell);
}

function draw(place) {
  const spec = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  // `ast` makes Vega interpret its expressions: the pages' Content-Security-Policy forbids eval.
  return vegaEmbed(place, fitted(spec, place), { ast: true, actions: false, renderer: "svg" }).then(
    (made) => {
      const link = document.querySelector("[data-period]");
      if (link && spec.vconcat) period(made.view, link);
      place.setAttribute("data-drawn", "yes");
    },
    (error) => { place.textContent = "The picture could not be drawn (" + error.message + "). The table below holds the same."; }
  );
}

for (const place of document.querySelectorAll("[data-chart]")) {
  draw(place);
  let wide = innerWidth, waiting = 0;
  addEventListener("resize", () => {
    if (innerWidth === wide) return;
    wide = innerWidth;
    clearTimeout(waiting);
    waiting = setTimeout(() => draw(place), 200);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw(place));
}
for (const form of document.querySelectorAll("form.filters")) {
  // empty fields stay out of the address, so that addresses are short enough to pass on
  form.addEventListener("submit", () => {
    for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
  });
}
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

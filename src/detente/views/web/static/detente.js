// The little script that pages need: draw the charts whose specification stands in the page.
"use strict";
for (const place of document.querySelectorAll("[data-chart]")) {
  const spec = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  // `ast` makes Vega interpret its expressions: the pages' Content-Security-Policy forbids eval.
  vegaEmbed(place, spec, { ast: true, actions: false, renderer: "svg" }).then(
    () => place.setAttribute("data-drawn", "yes"),
    (error) => { place.textContent = "The picture could not be drawn (" + error.message + "). The table below holds the same."; }
  );
}
for (const form of document.querySelectorAll("form.filters")) {
  // empty fields stay out of the address, so that addresses are short enough to pass on
  form.addEventListener("submit", () => {
    for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
  });
}
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

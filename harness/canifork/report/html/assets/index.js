// Take the reader from the front page to the rows and columns that were asked for.
// What was chosen stands in the address of this page too, so that it is there on coming back.
"use strict";

const form = document.getElementById("pick");

function chosen() {
  const set = [...new FormData(form)].filter(([, value]) => value.trim());
  return new URLSearchParams(set).toString();
}

const given = new URLSearchParams(location.hash.slice(1));
for (const field of form.elements) {
  if (!field.name || !given.has(field.name)) continue;
  field.value = given.get(field.name);
  if (field.selectedIndex === -1) field.value = ""; // a choice that this report does not have
}
form.hidden = false;
setTimeout(() => document.getElementById("main").classList.remove("early"), 500); // as in matrix.js
form.addEventListener("input", () => {
  history.replaceState(null, "", location.href.split("#")[0] + (chosen() && "#" + chosen()));
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const page = form.elements.python.value ? "grid.html" : form.dataset.page; // versions are columns there
  location.href = page + (chosen() && "#" + chosen());
});

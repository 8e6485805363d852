// Move among the cells of the matrix by arrow keys, and go from a cell to its claim.
// Loaded after matrix.js, whose names it uses.  Without it the first cell of a row leads to the claim.
"use strict";

function move(event) {
  const cell = event.target.closest?.("td, th");
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (!cell || !step || !cell.closest("tr.claim") || event.ctrlKey || event.altKey || event.metaKey) return;
  const lines = [...table.querySelectorAll("tr.claim:not([hidden])")];
  let line = lines.indexOf(cell.parentElement);
  let place = cell.cellIndex;
  do {
    line += step[0];
    place += step[1];
  } while (lines[line]?.cells[place] && !isSeen(lines[line].cells[place]));
  const next = lines[line]?.cells[place];
  if (!next) return;
  event.preventDefault();
  if (place) next.tabIndex = -1; // a Tab goes from claim to claim, arrows go into the cells of a row
  (next.querySelector("a") || next).focus();
}

// A filter can hide each thing that a cell says.
const isSeen = (cell) => [...cell.children].some((one) => one.checkVisibility());

// Go from a cell to its claim's page: to what its interpreter showed, or to the bars.
function follow(event) {
  const cell = event.target.closest("tr.claim > td");
  const opened = event.ctrlKey || event.metaKey || event.shiftKey || event.button === 1;
  if (!cell || event.button > 1 || (event.type !== "keydown" && !getSelection().isCollapsed)) return;
  const { href } = cell.parentElement.querySelector("a");
  const address = href + (heads[cell.cellIndex - 1].querySelector("a")?.hash || "#where");
  if (opened) open(address, "_blank", "noopener");
  else location.href = address;
}

table.addEventListener("keydown", move);
table.addEventListener("keydown", (event) => { if (event.key === "Enter") follow(event); });
table.addEventListener("click", follow);
table.addEventListener("auxclick", follow);

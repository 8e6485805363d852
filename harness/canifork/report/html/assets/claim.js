// Give each text that can be copied a button; without this script, or a clipboard, a reader selects it.
"use strict";

const place = document.getElementById("cite");
const list = place.querySelector("dl");
const said = place.querySelector("[role=status]");

async function copy(text, name) {
  try {
    await navigator.clipboard.writeText(text.textContent);
    said.textContent = `${list.dataset.copied}: ${name}`;
  } catch { // the browser or the reader does not allow it
    getSelection().selectAllChildren(text);
    said.textContent = `${list.dataset.refused}: ${name}`;
  }
}

function addButton(text) {
  const button = document.createElement("button");
  const term = text.parentElement.previousElementSibling;
  const name = term.textContent;
  button.type = "button";
  button.textContent = list.dataset.copy;
  button.ariaLabel = `${list.dataset.copy}: ${name}`;
  button.addEventListener("click", () => copy(text, name));
  term.append(" ", button);
}

// Links to the citation are older than what folds it.
function openAsked() {
  if (location.hash === "#cite") place.open = true;
}

if (navigator.clipboard) list.querySelectorAll("pre").forEach(addButton);
addEventListener("hashchange", openAsked);
openAsked();

// Give each text that can be copied a button; without this script, or a clipboard, a reader selects it.
"use strict";

const list = document.querySelector("#cite dl");

function addButton(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = list.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = list.dataset.copied;
  });
  text.parentElement.previousElementSibling.append(" ", button);
}

if (navigator.clipboard) list.querySelectorAll("pre").forEach(addButton);

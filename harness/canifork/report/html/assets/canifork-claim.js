/* <canifork-claim claim="ID"><a href="...">a link</a></canifork-claim>: a claim, from data/claims.json.
   docs/embedding.md names the attributes.  Where there is nothing to show, what stands inside stays. */
(() => {
  "use strict";
  const COLOURS = {};
  const here = document.currentScript && document.currentScript.src;
  const parsed = new Promise((done) => document.addEventListener("DOMContentLoaded", done));
  const loaded = new Map();

  function load(site) {
    const address = new URL("data/claims.json", site).href;
    if (!loaded.has(address)) {
      loaded.set(address, fetch(address).then((answer) => {
        if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
        return answer.json();
      }));
    }
    return loaded.get(address);
  }

  function make(name, text = "", style = "") {
    const element = document.createElement(name);
    element.textContent = text;
    element.style.cssText = style;
    return element;
  }

  function withCode(element, text) {
    const parts = text.split("`");
    if (parts.length % 2 === 0) element.append(text);
    else parts.forEach((part, place) => element.append(place % 2 ? make("code", part) : part));
  }

  const minor = (version) => Number(version.replace("≤", "").split(".")[1]);

  function words(version, alone) {
    if (alone) return version.behaviour;
    const since = version.since;
    if (version.until === null) return `${since}– ${version.behaviour}`;
    const range = since.replace("≤", "") === version.until ? since : `${since}–${version.until}`;
    return `${range} ${version.behaviour}`;
  }

  function row(line, since) {
    const shown = line.versions.filter((one) => one.run.some((run) => minor(run) >= since));
    if (!shown.length) return [];
    const tr = make("tr");
    const methods = line.start_methods.length ? ` (${line.start_methods.join(", ")})` : "";
    const th = make("th", line.name + methods, `${EDGE};text-align:left`);
    th.scope = "row";
    const td = make("td", "", EDGE);
    for (const one of shown) {
      const colour = COLOURS[one.state] || "#555";
      td.append(make("span", words(one, line.versions.length === 1), `${BAR}background:${colour}`), " ");
    }
    tr.append(th, td);
    return [tr];
  }

  const EDGE = "border:1px solid #888;padding:.2em .5em";
  const BAR = "display:inline-block;margin:1px 0;padding:0 .3em;color:#fff;";

  class Claim extends HTMLElement {
    static observedAttributes = ["claim", "systems", "since", "format", "site"];

    connectedCallback() { this.show(); }

    attributeChangedCallback() { if (this.isConnected) this.show(); }

    async show() {
      const id = this.getAttribute("claim");
      const turn = (this.turn = {});
      if (document.readyState === "loading") await parsed;  // what stands inside
      this.plain ??= [...this.childNodes];
      try {
        const site = new URL(this.getAttribute("site") || ".", here || document.baseURI);
        if (!site.pathname.endsWith("/")) site.pathname += "/";
        const data = await load(site);
        if (turn !== this.turn) return;
        if (data.schema !== 1) throw new Error(`schema ${data.schema}; load a newer canifork-claim.js`);
        if (!Object.hasOwn(data.claims, id)) throw new Error("there is no such claim");
        this.replaceChildren(this.drawn(id, data, site));
      } catch (fault) {
        if (turn !== this.turn) return;
        this.replaceChildren(...this.plain);
        console.warn(`canifork-claim ${id}: ${fault.message}`);
      }
    }

    drawn(id, data, site) {
      const claim = data.claims[id];
      const sentence = this.getAttribute("format") === "sentence";
      const head = make(sentence ? "p" : "caption", "", "text-align:left");
      withCode(head, claim.truth);
      const day = data.made_at.slice(0, 10);
      const hash = claim.answers_sha256.slice(0, 12);
      const link = make("a", `canifork ${data.version}, ${id}, ${day}, ${hash}`);
      link.href = new URL(`claim/${encodeURIComponent(id)}.html`, site).href;
      const small = make("small");
      small.append(link);
      if (sentence) {
        withCode(head, ` What happens where: ${claim.happens}`);
        head.append(" ", small);
        return head;
      }
      head.append(" ", small);
      const systems = (this.getAttribute("systems") || "").split(/[\s,]+/).filter(Boolean);
      const since = this.hasAttribute("since") ? minor(this.getAttribute("since")) : 0;
      const lines = claim.support.filter((line) => !systems.length || systems.includes(line.os));
      const table = make("table", "", "border-collapse:collapse");
      table.append(head, ...lines.flatMap((line) => row(line, since)));
      return table;
    }
  }
  customElements.define("canifork-claim", Claim);
})();

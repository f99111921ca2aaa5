// What a page can do beyond plain links and forms: it works without this, a page at a time.
"use strict";
(() => {
  const PARTS = ["card", "form", "status", "left", "others"];
  const ONLY_PARTS = { "X-Ogi-Parts": "1" };
  const LOOK_AGAIN = 20_000; // milliseconds between two looks at who else is here
  const find = (id) => document.getElementById(id);
  const status = find("status");

  const say = (words, failed) => {
    status.textContent = words;
    status.classList.toggle("failed", failed);
  };
  const chosen = () => find("card-name")?.dataset.key;
  const cells = () => [...document.querySelectorAll("#form td a[data-cell]")];
  const cellOf = (key) => cells().find((cell) => cell.dataset.cell === key);

  // The page with that cell open; whatever else its address says stays.
  function addressOf(key) {
    const query = new URLSearchParams(location.search);
    query.delete("saved");
    query.set("cell", key);
    return "?" + query;
  }

  function show(key) {
    cells().forEach((cell) => cell.removeAttribute("aria-current"));
    document.querySelectorAll(".here").forEach((mark) => mark.classList.remove("here"));
    if (!key) return;
    const cell = cellOf(key);
    cell?.setAttribute("aria-current", "true");
    cell?.scrollIntoView({ block: "nearest" });
    let mark = find("s-" + key);
    if (mark && !mark.classList.contains("mark")) {
      while (mark && !mark.classList.contains("mark")) mark = mark.previousElementSibling;
    }
    mark?.classList.add("here");
    mark?.scrollIntoView({ block: "center" });
  }

  // How to find what has the focus in a fresh page.
  function traceOf(element) {
    const { key, cell } = element.dataset;
    if (key) return `[data-key="${CSS.escape(key)}"]`;
    if (cell) return `a[data-cell="${CSS.escape(cell)}"]`;
    return element.name ? `[name="${CSS.escape(element.name)}"]` : null;
  }

  function swap(page, parts) {
    const active = document.activeElement;
    const part = parts.map(find).find((one) => one?.contains(active) && one !== active);
    const trace = part && traceOf(active);
    for (const id of parts) {
      const fresh = page.getElementById(id);
      if (fresh) find(id)?.replaceChildren(...fresh.childNodes);
    }
    if (part && !active.isConnected) ((trace && part.querySelector(trace)) || cellOf(chosen()))?.focus({ preventScroll: true });
  }

  async function take(response, parts) {
    swap(new DOMParser().parseFromString(await response.text(), "text/html"), parts);
    status.classList.toggle("failed", !response.ok);
    const key = chosen();
    if (key) history.replaceState(null, "", addressOf(key));
    show(key);
  }

  // One thing at a time: nobody can have seen what a key would do to a page that is still on its way.
  let busy = false;
  async function alone(work) {
    if (busy) return;
    busy = true;
    find("card").setAttribute("aria-busy", "true");
    try {
      await work();
    } catch {
      say(status.dataset.failed, true);
    }
    find("card").removeAttribute("aria-busy");
    busy = false;
  }

  const choose = (key, focus) =>
    alone(async () => {
      await take(await fetch(addressOf(key), { headers: ONLY_PARTS }), ["card", "others"]);
      find("card").scrollTo(0, 0);
      if (focus) cellOf(key)?.focus({ preventScroll: true });
    });

  const send = (form, button) =>
    alone(async () => {
      const fields = new URLSearchParams(new FormData(form));
      fields.set("action", button.value);
      say(status.dataset.saving, false);
      const response = await fetch(form.getAttribute("action"), { method: "POST", body: fields, headers: ONLY_PARTS });
      if (![200, 409, 422].includes(response.status)) throw new Error();
      await take(response, PARTS);
      if (response.ok) cellOf(chosen())?.focus({ preventScroll: true });
    });

  function leave(field) {
    field.blur();
    cellOf(chosen())?.focus({ preventScroll: true });
  }

  function step(way) {
    const all = cells();
    const at = all.findIndex((cell) => cell.dataset.cell === chosen());
    const order = way > 0 ? [...all.slice(at + 1), ...all.slice(0, at + 1)] : [...all.slice(0, Math.max(at, 0)).reverse(), ...all.slice(Math.max(at, 0)).reverse()];
    const next = order.find((cell) => "doubt" in cell.dataset);
    if (next) choose(next.dataset.cell, true);
  }

  document.addEventListener("click", (event) => {
    const link = status && event.target.closest("a[data-cell]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(link.dataset.cell, false);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.elements.here) {
      // What is open by now is not in the page as it came.
      const key = chosen();
      form.elements.here.value = location.pathname + location.search + (key ? "#c-" + key : "");
    } else if (form.matches("form.decide") && event.submitter) {
      event.preventDefault();
      send(form, event.submitter);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, select, textarea")) {
      if (event.key === "Escape") leave(event.target);
      return;
    }
    if (event.repeat) return;
    if (status && (event.key === "j" || event.key === "k")) return step(event.key === "j" ? 1 : -1);
    const control = /^[a-z1-9]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    if (!control) return;
    event.preventDefault();
    if (control.matches("input")) control.select();
    else if (control.matches("a[data-cell]")) choose(control.dataset.cell, true);
    else control.click();
  });

  let waiting;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("#card form.decide");
    if (!form || !["value", "status"].includes(event.target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const query = new URLSearchParams({ cell: chosen(), value: form.elements.value.value, status: form.elements.status.value });
      const response = await fetch(location.pathname + "/sums?" + query);
      if (response.ok) find("sums").replaceChildren(...new DOMParser().parseFromString(await response.text(), "text/html").body.childNodes);
    }, 150);
  });

  // Who else is here is looked at while the page is before somebody's eyes; that also tells the others of this one.
  async function lookAround() {
    if (document.hidden || busy) return;
    const query = new URLSearchParams(chosen() ? { cell: chosen() } : {});
    const response = await fetch(location.pathname + "/others?" + query).catch(() => null);
    if (!response?.ok || busy) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").body;
    if (fresh.textContent.trim() !== find("others").textContent.trim()) find("others").replaceChildren(...fresh.childNodes);
  }

  if (status) {
    setInterval(lookAround, LOOK_AGAIN);
    show(chosen());
  }
  document.documentElement.dataset.ready = "";
})();

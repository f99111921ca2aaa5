// What a page can do beyond plain links and forms: it works without this, a page at a time.
"use strict";
(() => {
  const PARTS = ["card", "form", "status", "left"];
  const find = (id) => document.getElementById(id);
  const status = find("status");
  if (!status) return;

  const say = (words, failed) => {
    status.textContent = words;
    status.classList.toggle("failed", failed);
  };
  const chosen = () => find("card-name")?.dataset.key;
  const cells = () => [...document.querySelectorAll("#form td a[data-cell]")];
  const cellOf = (key) => cells().find((cell) => cell.dataset.cell === key);

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

  async function take(response, parts) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const id of parts) {
      const fresh = page.getElementById(id);
      if (fresh) find(id)?.replaceChildren(...fresh.childNodes);
    }
    status.classList.toggle("failed", !response.ok);
    const key = chosen();
    if (key) history.replaceState(null, "", "?cell=" + encodeURIComponent(key));
    show(key);
  }

  async function choose(key, focus) {
    try {
      await take(await fetch("?cell=" + encodeURIComponent(key)), ["card"]);
      find("card").scrollTo(0, 0);
      if (focus) cellOf(key)?.focus({ preventScroll: true });
    } catch {
      say(status.dataset.failed, true);
    }
  }

  async function send(form, button) {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("action", button.value);
    say(status.dataset.saving, false);
    try {
      const response = await fetch(form.getAttribute("action"), { method: "POST", body: fields });
      if (!find("card") || ![200, 409, 422].includes(response.status)) throw new Error();
      await take(response, PARTS);
      if (response.ok) cellOf(chosen())?.focus({ preventScroll: true });
    } catch {
      say(status.dataset.failed, true);
    }
  }

  function step(way) {
    const all = cells();
    const at = all.findIndex((cell) => cell.dataset.cell === chosen());
    const order = way > 0 ? [...all.slice(at + 1), ...all.slice(0, at + 1)] : [...all.slice(0, Math.max(at, 0)).reverse(), ...all.slice(Math.max(at, 0)).reverse()];
    const next = order.find((cell) => "doubt" in cell.dataset);
    if (next) choose(next.dataset.cell, true);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-cell]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(link.dataset.cell, false);
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.decide")) return;
    event.preventDefault();
    const wanted = event.submitter;
    if (wanted) send(event.target, wanted);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "j" || event.key === "k") return step(event.key === "j" ? 1 : -1);
    const control = /^[a-z]$/.test(event.key) && document.querySelector(`#card [data-key="${event.key}"]`);
    if (!control) return;
    event.preventDefault();
    if (control.matches("button")) send(control.form, control);
    else control.select();
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

  show(chosen());
  document.documentElement.dataset.ready = "";
})();

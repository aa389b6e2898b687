// The wall asks again every few seconds; this holds it when somebody wants to read, says so when the line is lost,
// and tells a screen reader what is new, once.
"use strict";
(() => {
  let held = false;
  const at = (id) => document.getElementById(id);
  const wall = (event) => event.detail.elt && event.detail.elt.id === "wall";

  const say = () => {
    const told = at("wall").dataset.said;
    if (told && at("wall-said").textContent !== told) at("wall-said").textContent = told;
  };
  const lost = (is) => { at("wall-lost").hidden = !is; };

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (wall(event) && (held || document.hidden)) event.preventDefault();
  });
  document.addEventListener("htmx:afterRequest", (event) => { if (wall(event)) lost(!event.detail.successful); });
  document.addEventListener("htmx:afterSettle", say);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-holds]");
    if (!button) return;
    held = !held;
    button.setAttribute("aria-pressed", String(held));
    button.textContent = held ? button.dataset.goes : button.dataset.holds;
  });
  say();
})();

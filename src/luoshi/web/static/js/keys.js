// Keyboard in lists (j, k, Enter opens, / searches), dialogs, toasts, small conveniences. No framework.
"use strict";
(() => {
  const typing = (el) => el && (el.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(el.tagName));
  const stops = () => [...document.querySelectorAll("[data-rows] a.go")];

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "j" || event.key === "k") {
      const all = stops();
      if (!all.length) return;
      const at = all.indexOf(document.activeElement);
      const next = at < 0 ? 0 : Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), all.length - 1);
      event.preventDefault();
      all[next].focus();
      all[next].scrollIntoView({ block: "nearest" });
    }
  });

  // The places behind "more" close by Escape and by a click elsewhere.
  const more = document.querySelector(".more");
  if (more) {
    document.addEventListener("click", (event) => { if (!more.contains(event.target)) more.open = false; });
    more.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && more.open) { more.open = false; more.querySelector("summary").focus(); }
    });
  }

  document.addEventListener("click", (event) => {
    const el = event.target.closest("[data-dismiss], [data-opens], [data-closes], [data-prints]");
    if (!el) return;
    if ("dismiss" in el.dataset) el.closest(".toast-note").remove();
    if ("opens" in el.dataset) document.getElementById(el.dataset.opens).showModal();
    if ("closes" in el.dataset) el.closest("dialog").close();
    if ("prints" in el.dataset) window.print();
  });

  // A choice in a filter bar takes effect at once; the address always says what is shown.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-at-once]")) event.target.form.requestSubmit();
  });

  // Empty filters stay out of the address, so that it can be read and sent on.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-filters]")) return;
    for (const el of event.target.elements) if (el.name && !el.value) el.disabled = true;
  });
  window.addEventListener("pageshow", () => {
    for (const el of document.querySelectorAll("[data-filters] :disabled")) el.disabled = false;
  });

  const here = document.querySelector(".places [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 24;

  const wrong = document.querySelector(".form-errors");
  if (wrong) wrong.focus();
})();

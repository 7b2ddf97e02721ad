"use strict";
// While this browser keeps a text that the server does not have, what is sent for good waits: forms marked data-settles say
// which questions it is, and lead there. The server besides takes only what the sender last saw.

{
  const notice = document.getElementById("unsettled");
  const forms = [...document.querySelectorAll("form[data-settles]")];
  let waited = false;

  function waits() {
    const rows = [...notice.querySelectorAll("[data-kept-at]")];
    for (const row of rows) row.hidden = !keptTexts.has(row.dataset.keptAt);
    return rows.some((row) => !row.hidden);
  }

  // Only buttons that this script has switched off are switched on again.
  function hold(button, held) {
    if (held === button.disabled) return;
    if (!held && !("held" in button.dataset)) return;
    button.disabled = held;
    if (held) button.dataset.held = ""; else delete button.dataset.held;
    if (held) button.setAttribute("aria-describedby", notice.id); else button.removeAttribute("aria-describedby");
  }

  function look() {
    const held = waits();
    notice.hidden = !held;
    for (const form of forms) for (const button of form.querySelectorAll("[type=submit]")) hold(button, held);
    if (waited && !held && !typed()) location.replace(notice.dataset.page);
    waited = held;
    return held;
  }

  const typed = () => forms.some((form) => [...form.elements].some((field) => field.matches("textarea, input:not([type=hidden])") && field.value));

  if (notice) {
    document.addEventListener("submit", (event) => {
      if (!event.target.matches("form[data-settles]") || !look()) return;
      event.preventDefault();
      notice.scrollIntoView({ block: "center" });
    }, true);
    document.addEventListener("kept-changed", look);
    for (const name of ["storage", "pageshow", "focus"]) window.addEventListener(name, look);
    look();
  }
}

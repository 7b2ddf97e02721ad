"use strict";
// Small things that HTML cannot do by itself. Every page works without them.

// A choice in a form marked data-autosubmit is sent at once.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form) form.requestSubmit();
});

// A dialog opens from its button and closes from its own.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
});

// Unsaved text is not lost by a slip.
let dirty = false;
document.addEventListener("input", (event) => { if (event.target.closest("form[data-guard]")) dirty = true; });
document.addEventListener("submit", () => { dirty = false; });
window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

// A countdown goes on; the words are the browser's, in the page's language.
const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "always" });
function countDown() {
  for (const element of document.querySelectorAll("[data-countdown]")) {
    const seconds = (new Date(element.dataset.countdown) - Date.now()) / 1000;
    const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units[3];
    element.textContent = words.format(Math.trunc(seconds / size), unit);
  }
}
if (document.querySelector("[data-countdown]")) { countDown(); setInterval(countDown, 1000); }

document.addEventListener("click", (event) => { if (event.target.closest("[data-prints]")) window.print(); });

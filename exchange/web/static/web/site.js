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

// What a button replaces, the button included, keeps the focus: at the row that was added, else at the place itself.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const { elt, triggeringEvent } = detail.requestConfig;
  if (document.activeElement !== document.body || !["click", "submit"].includes(triggeringEvent?.type)) return;
  const place = document.getElementById(detail.target.id);
  const added = "fieldset:last-of-type :is(select, input:not([type=hidden]))";
  const row = elt.name === "add" ? place?.querySelector(added) : null;
  if (!row) place?.setAttribute("tabindex", "-1");
  (row ?? place)?.focus();
});

// Whoever signs up reads times in the zone of the own browser.
for (const field of document.querySelectorAll("[data-own-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

// Signing in, also in another tab, changes the token of forms: what is sent carries the one that holds now.
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!token()) return;
  detail.headers["x-csrftoken"] = token();
  if (detail.parameters.csrfmiddlewaretoken) detail.parameters.csrfmiddlewaretoken = token();
});

// A form goes once, however often its button is clicked; going back to it makes it ready again.
const ONCE = 3000; // milliseconds: an answer that is a file leaves the page where it is
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  if (token() && form.elements.csrfmiddlewaretoken) form.elements.csrfmiddlewaretoken.value = token();
  form.dataset.sent = "yes";
  setTimeout(() => { delete form.dataset.sent; }, ONCE);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A text that is too long is not cut off in silence: it stays, its length is said, and the server refuses it. The browser
// would count otherwise, too. Of a short line only what is too much is said.
const SHORT = 60;
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches("textarea[maxlength], input[maxlength]:not([type=password])")) return;
  target.dataset.limit = target.getAttribute("maxlength");
  target.removeAttribute("maxlength");
  const shown = Object.assign(document.createElement("p"), { className: "meta", hidden: true });
  shown.setAttribute("role", "status");
  target.after(shown);
  const count = () => {
    const [length, limit] = [countField(target.value), Number(target.dataset.limit)];
    shown.hidden = length <= (limit < SHORT ? limit : 0.8 * limit);
    shown.textContent = `${length.toLocaleString()} / ${limit.toLocaleString()}`;
    shown.classList.toggle("over", length > limit);
  };
  target.addEventListener("input", count);
  count();
});

// What htmx could not do is said, and nothing on the page goes.
function say(what) {
  const box = document.getElementById("trouble");
  for (const text of box.querySelectorAll("[data-trouble]")) text.hidden = text.dataset.trouble !== what;
  box.hidden = !what;
}
document.addEventListener("htmx:responseError", ({ detail }) => say(detail.xhr.status === 401 ? "signed-out" : "refused"));
document.addEventListener("htmx:sendError", () => say("unreachable"));
document.addEventListener("htmx:afterSwap", () => say(null));
document.addEventListener("click", (event) => { if (event.target.closest("[data-hides]")) say(null); });

// A refused form begins again where its first fault is, which a long page would hide.
[...document.querySelectorAll("main [aria-invalid=true]")].find((field) => field.checkVisibility())?.focus();

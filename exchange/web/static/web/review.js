"use strict";
// Keys of the review queue. Every one of them does what a link or a button on the page does.
const rows = () => [...document.querySelectorAll("[data-row]")];
const panel = document.getElementById("panel");
const opened = () => panel.querySelector("[data-pair]")?.dataset.pair;
const idOf = (row) => row?.querySelector("input[type=checkbox]").value;
let current = null; // the id of the row that the keys act on

document.documentElement.classList.add("with-script");

function mark(id) {
  current = id;
  for (const row of rows()) row.classList.toggle("current", idOf(row) === id);
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const place = all.findIndex((row) => idOf(row) === current);
  const next = all[place < 0 ? 0 : Math.min(Math.max(place + step, 0), all.length - 1)];
  mark(idOf(next));
  next.querySelector("[data-open]").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

const currentRow = () => rows().find((row) => idOf(row) === current);

// Runs `act` when the panel shows the current row; opens it first where it does not.
function withPanel(act) {
  const link = currentRow()?.querySelector("[data-open]");
  if (!link || opened() === current) return act();
  panel.addEventListener("htmx:afterSettle", act, { once: true });
  link.click();
}

function press(key) {
  const target = panel.querySelector(`[data-key=${key}]`);
  if (!target) return;
  if (target.tagName !== "DETAILS") return target.click();
  for (const other of panel.querySelectorAll("details[data-key]")) other.open = other === target;
  target.querySelector("input[type=text], textarea").focus();
}

function undo() {
  const ticked = rows().map((row) => row.querySelector("input:checked")).filter(Boolean);
  if (!ticked.length) return withPanel(() => press("u"));
  for (const box of ticked) box.checked = false;
  countTicks();
}

function countTicks() {
  const count = rows().filter((row) => row.querySelector("input:checked")).length;
  const place = document.querySelector("[data-ticked]");
  if (place) place.textContent = count ? `(${count})` : "";
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  o: () => currentRow()?.querySelector("[data-open]").click(),
  x: () => currentRow()?.querySelector("input[type=checkbox]").click(),
  s: () => withPanel(() => press("s")),
  d: () => withPanel(() => press("d")),
  i: () => withPanel(() => press("i")),
  u: undo,
  "/": () => document.querySelector("#filters input[name=text]").focus(),
  "?": () => document.getElementById("keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  const field = event.target.matches("textarea, select, input:not([type=checkbox])");
  if (field && event.key === "Escape") return event.target.blur();
  if (field && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("#panel form");
    return form?.requestSubmit();
  }
  if (field || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (!(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) {
    for (const row of rows()) row.querySelector("input[type=checkbox]").checked = event.target.checked;
  }
  countTicks();
});

// A pair was opened, or decided on: say which row it is, and bring its heading to whoever reads along.
panel.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== panel || !opened()) return;
  document.querySelector(".split").classList.remove("previewed");
  mark(opened());
  for (const row of rows()) {
    const link = row.querySelector("[data-open]");
    if (idOf(row) === current) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const narrow = getComputedStyle(document.querySelector(".queue")).display === "none";
  if (narrow) window.scrollTo(0, 0);
  else panel.scrollTop = 0;
  const refused = panel.querySelector("[aria-invalid=true]");
  (refused ?? panel.querySelector("[data-heading]")).focus({ preventScroll: true });
});

if (opened()) mark(opened());
countTicks();

"use strict";
// Keys of the review queue. Every one of them does what a link or a button on the page does.
const rows = () => [...document.querySelectorAll("[data-row]")];
let current = -1;

function move(step) {
  const all = rows();
  if (!all.length) return;
  current = Math.min(Math.max(current + step, 0), all.length - 1);
  const box = all[current].querySelector("input[type=checkbox]");
  box.focus();
  all[current].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("textarea, select, input:not([type=checkbox])")) return;
  const row = rows()[current];
  const actions = {
    j: () => move(1),
    k: () => move(-1),
    x: () => row?.querySelector("input[type=checkbox]").click(),
    s: () => document.querySelector("button[value=shortlist]")?.click(),
    d: () => document.getElementById("reason")?.focus(),
    Enter: () => row?.querySelector("[data-open]").click(),
  };
  if (!(event.key in actions)) return;
  event.preventDefault();
  actions[event.key]();
});

"use strict";
// Rows of a form are added, moved and taken out by buttons. Without this script spare rows, numbers and boxes do it.
{
  document.documentElement.classList.add("with-script");

  const rowsOf = (list) => [...list.querySelector("[data-body]").children];
  const own = (row, name) => [...row.querySelectorAll(`[name$="-${name}"]`)].find((field) => field.closest("[data-row]") === row);

  function renumber(list) {
    rowsOf(list).forEach((row, place) => {
      const field = own(row, "ORDER");
      if (field) field.value = place + 1;
    });
    list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function add(list) {
    const total = list.querySelector(`[name="${list.dataset.rows}-TOTAL_FORMS"]`);
    const html = list.querySelector(":scope > template").innerHTML;
    const prefix = list.dataset.rows;
    const body = list.querySelector("[data-body]");
    body.insertAdjacentHTML("beforeend", html.replaceAll(`${prefix}-__prefix__`, `${prefix}-${total.value}`));
    total.value = Number(total.value) + 1;
    renumber(list);
    body.lastElementChild.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }

  // The spare row of those who have no script is there too, unseen.
  function neighbour(row, steps) {
    const other = steps < 0 ? row.previousElementSibling : row.nextElementSibling;
    return other?.classList.contains("replaced-by-script") ? neighbour(other, steps) : other;
  }

  function move(row, steps, button) {
    const other = neighbour(row, steps);
    if (!other) return;
    if (steps < 0) other.before(row); else other.after(row);
    renumber(row.closest("[data-rows]"));
    button.focus();
  }

  function remove(row, button) {
    const box = own(row, "DELETE");
    box.checked = !box.checked;
    show(row, button, box.checked);
    renumber(row.closest("[data-rows]"));
  }

  function show(row, button, removed) {
    row.classList.toggle("taken-out", removed);
    button.dataset.label ??= button.textContent;
    button.textContent = removed ? button.dataset.otherwise : button.dataset.label;
  }

  // A list that only one answer asks for is shown with that answer, and as long as there is something in it.
  function ask(row) {
    for (const list of row.querySelectorAll("[data-asked-if]")) {
      const [name, wanted] = list.dataset.askedIf.split("=");
      const typed = [...list.querySelectorAll("[data-body] input:not([type=hidden], [type=number], [type=checkbox])")];
      const isAsked = own(row, name)?.value === wanted || typed.some((field) => field.value !== "");
      list.hidden = list.disabled = !isAsked;
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-adds], [data-moves], [data-removes]");
    if (!button) return;
    if ("adds" in button.dataset) add(button.closest("[data-rows]"));
    else if ("moves" in button.dataset) move(button.closest("[data-row]"), Number(button.dataset.moves), button);
    else remove(button.closest("[data-row]"), button);
  });
  document.addEventListener("change", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) ask(row);
  });
  for (const row of document.querySelectorAll("[data-row].taken-out")) {
    show(row, [...row.querySelectorAll("[data-removes]")].find((one) => one.closest("[data-row]") === row), true);
  }
}

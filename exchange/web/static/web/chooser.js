"use strict";
// Type-ahead choosers (WAI-ARIA combobox with a list). Without this file the "Find" button beside the field does the
// same. What is chosen is a ticked box or radio of the form in either case, so the server knows one way only.

const PAUSE = 200; // milliseconds without a key before asking

function chooser(root) {
  const input = root.querySelector("input[data-chooser-input]");
  const chosen = root.querySelector("[data-chosen]");
  const status = root.querySelector("[data-chooser-status]");
  const list = document.createElement("ul");
  const { url, name, value, many, hint, none, found } = root.dataset;
  let options = [];
  let current = -1;
  let timer = 0;
  let asked = null;

  list.id = `${input.id}_options`;
  list.className = "options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", root.dataset.label);
  list.hidden = true;
  input.after(list);
  for (const [key, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(key, value);
  root.querySelectorAll("[data-without-script]").forEach((piece) => { piece.hidden = true; });

  function close() {
    list.hidden = true;
    list.replaceChildren();
    options = [];
    point(-1);
    input.setAttribute("aria-expanded", "false");
  }

  function point(place) {
    current = place;
    [...list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === place)));
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  }

  function show(results) {
    options = results;
    list.replaceChildren(...results.map(row));
    list.hidden = !results.length;
    input.setAttribute("aria-expanded", String(results.length > 0));
    point(-1);
    tell(results.length ? found.replace("%", results.length) : none, !results.length);
  }

  // A list speaks for itself; that there is none has to be seen as well as heard.
  function tell(words, seen = false) {
    status.textContent = words;
    status.classList.toggle("visually-hidden", !seen);
  }

  function row(option, index) {
    const item = document.createElement("li");
    item.id = `${list.id}_${index}`;
    item.setAttribute("role", "option");
    item.append(text("span", option.label, option.language), " ", text("small", option.detail));
    item.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    item.addEventListener("click", () => choose(option));
    return item;
  }

  function text(tag, content, language) {
    const element = document.createElement(tag);
    element.textContent = content;
    if (language) element.lang = language;
    return element;
  }

  function choose(option) {
    const known = [...chosen.querySelectorAll(`input[name="${name}"]`)].find((box) => box.value === String(option[value]));
    if (known) known.checked = true;
    else {
      if (many === undefined) chosen.replaceChildren();
      chosen.querySelector("[data-nothing]")?.remove();
      chosen.append(choice(option));
    }
    input.value = many === undefined ? option.label : "";
    tell(`${hint} ${option.label}`);
    close();
    input.dispatchEvent(new Event("input", { bubbles: true })); // the form has unsaved changes now
    window.clearTimeout(timer);
  }

  function choice(option) {
    const line = document.createElement("p");
    const label = document.createElement("label");
    const box = document.createElement("input");
    Object.assign(box, { type: many === undefined ? "radio" : "checkbox", name, value: option[value], checked: true });
    label.append(box, " ", text("span", option.label, option.language), " ", text("small", option.detail));
    line.append(label);
    return line;
  }

  async function ask() {
    const typed = input.value.trim();
    asked?.abort();
    if (typed.length < 2 && !/[가-힣]/.test(typed)) { tell(""); return close(); }
    asked = new AbortController();
    try {
      const answer = await fetch(`${url}?${new URLSearchParams({ search: typed })}`, {
        headers: { Accept: "application/json" }, credentials: "same-origin", signal: asked.signal,
      });
      if (!answer.ok) throw new Error(String(answer.status));
      show((await answer.json()).results);
    } catch (error) {
      if (error.name === "AbortError") return;
      close();
      root.querySelectorAll("[data-without-script]").forEach((piece) => { piece.hidden = false; });
    }
  }

  input.addEventListener("input", (event) => {
    if (!event.isTrusted) return;
    // A single choice goes with its text: other text means another choice.
    if (many === undefined) chosen.replaceChildren();
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // a Hangul syllable is being put together
    const last = options.length - 1;
    const moves = {
      ArrowDown: () => point(current === last ? 0 : current + 1),
      ArrowUp: () => point(current <= 0 ? last : current - 1),
    };
    if (event.key in moves && options.length) {
      event.preventDefault();
      moves[event.key]();
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      choose(options[current]);
    } else if (event.key === "Escape" && options.length) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", close);
}

document.querySelectorAll("[data-chooser]").forEach(chooser);

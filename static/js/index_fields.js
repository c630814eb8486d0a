/* Fields read on the request form: the first press of a key lights the place on the page,
   the second takes the value over into the form. Nothing is filled in unseen. */
"use strict";

(function () {
  const panel = document.querySelector("[data-fields]");
  if (!panel) return;
  const form = panel.closest("form");
  const viewer = window.precert.viewer(form.querySelector("[data-viewer]"));
  const rows = Array.from(panel.querySelectorAll("[data-field]"));
  let lit = null;

  panel.querySelectorAll("[data-needs-script]").forEach(function (one) {
    one.hidden = false;
  });

  function show(row) {
    lit = row;
    rows.forEach(function (one) {
      one.classList.toggle("is-lit", one === row);
    });
    const value = row.querySelector(".field-read-value strong").textContent;
    viewer.show(Number(row.dataset.pageNumber), { box: row.dataset.box.split(" ").map(Number), label: row.dataset.label + " " + value });
    row.scrollIntoView({ block: "nearest" });
  }

  function put(out, value) {
    if (out instanceof RadioNodeList) {
      Array.from(out).forEach(function (radio) {
        radio.checked = radio.value === value;
      });
      return Array.from(out).find(function (radio) {
        return radio.checked;
      });
    }
    out.value = value;
    return out;
  }

  function take(row) {
    const out = row.dataset.input && form.elements[row.dataset.input];
    if (!out) {
      window.precert.say(row.dataset.label + " is typed by hand");
    } else {
      const filled = put(out, row.dataset.value);
      if (filled) filled.dispatchEvent(new Event("change", { bubbles: true }));
      row.classList.add("is-used");
      const button = row.querySelector("[data-field-take]");
      button.firstChild.textContent = "Used";
      window.precert.say(row.dataset.label + " is filled in from page " + row.dataset.pageNumber);
    }
    row.dataset.done = "";
  }

  function next(from) {
    const at = rows.indexOf(from);
    const row = rows.slice(at + 1).concat(rows.slice(0, at + 1)).find(function (one) {
      return !("done" in one.dataset);
    });
    if (row) {
      show(row);
    } else {
      lit = null;
      window.precert.say("Every field read was looked at");
    }
  }

  panel.addEventListener("click", function (event) {
    const control = event.target.closest("button, a");
    if (!control) return;
    const row = control.closest("[data-field]");
    if (control.hasAttribute("data-field-show")) {
      event.preventDefault();
      show(row);
    } else if (control.hasAttribute("data-field-take")) {
      show(row);
      take(row);
    } else if (control.hasAttribute("data-field-use")) {
      if (lit && !("done" in lit.dataset)) take(lit);
      next(lit);
    } else if (control.hasAttribute("data-field-skip") && lit) {
      lit.dataset.done = "";
      next(lit);
    }
  });
})();

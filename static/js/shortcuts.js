/* Single-key shortcuts, declared by the page:
     <a data-shortcut="j" data-shortcut-label="Next row">  - the key presses or focuses it
     precert.keys.add("g p", "Go to a page", function)     - for what has no element
     <tbody data-rows>                                     - j and k go from row to row
   "?" lists them. They can be switched off, and never fire while somebody types. */
"use strict";

window.precert = window.precert || {};

(function () {
  const precert = window.precert;
  const OFF = "precert.shortcuts-off";
  const added = [];
  let pending = "";
  let pendingTimer = 0;

  function isOff() {
    try {
      return window.localStorage.getItem(OFF) === "1";
    } catch (error) {
      return false;
    }
  }

  function setOff(off) {
    try {
      if (off) window.localStorage.setItem(OFF, "1");
      else window.localStorage.removeItem(OFF);
    } catch (error) {
      /* Without storage the switch lasts as long as the page. */
    }
  }

  precert.keys = {
    add: function (keys, label, run) {
      added.push({ keys: keys, label: label, run: run });
    },
  };

  function isTyping(target) {
    return (
      target.isContentEditable ||
      target.closest("textarea, select, [contenteditable=true]") !== null ||
      (target.tagName === "INPUT" && !["checkbox", "radio", "button", "submit", "range"].includes(target.type))
    );
  }

  function isShown(element) {
    return element.getClientRects().length > 0;
  }

  /* What declares a key, the page's own before what every page has in its frame. */
  function declaring(root) {
    const all = Array.from(root.querySelectorAll("[data-shortcut]"));
    return all.sort(function (one, other) {
      return (one.closest("main") ? 0 : 1) - (other.closest("main") ? 0 : 1);
    });
  }

  function declared(keys) {
    const open = document.querySelector("dialog[open]");
    return declaring(open || document).find(function (element) {
      return element.dataset.shortcut === keys && isShown(element);
    });
  }

  function press(element) {
    if (element.matches("input:not([type=checkbox], [type=radio]), textarea, select")) {
      element.focus();
      if (element.select) element.select();
    } else {
      element.focus({ preventScroll: true });
      element.click();
    }
  }

  function startsSequence(keys) {
    const all = added.map(function (one) {
      return one.keys;
    });
    document.querySelectorAll("[data-shortcut]").forEach(function (element) {
      all.push(element.dataset.shortcut);
    });
    return all.some(function (one) {
      return one.startsWith(keys + " ");
    });
  }

  function run(keys) {
    const element = declared(keys);
    if (element) {
      press(element);
      return true;
    }
    const own = added.find(function (one) {
      return one.keys === keys;
    });
    if (own && !document.querySelector("dialog[open]")) {
      own.run();
      return true;
    }
    return false;
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.defaultPrevented || isTyping(event.target)) return;
    if (event.key === "?") {
      event.preventDefault();
      openSheet();
      return;
    }
    if (isOff() || event.key.length !== 1) return;
    const keys = pending ? pending + " " + event.key : event.key;
    window.clearTimeout(pendingTimer);
    pending = "";
    if (run(keys)) {
      event.preventDefault();
    } else if (startsSequence(keys)) {
      pending = keys;
      pendingTimer = window.setTimeout(function () {
        pending = "";
      }, 1200);
    }
  });

  const rows = document.querySelector("[data-rows]");

  /* To the row by so many from the one in focus: to what is to be done with it first. */
  function toRow(by) {
    const firsts = Array.from(rows.children).map(function (row) {
      return row.querySelector(".button-primary") || row.querySelector(".cell-actions a, .cell-actions button");
    }).filter(Boolean);
    const at = firsts.findIndex(function (one) {
      return one.closest("tr").contains(document.activeElement);
    });
    const next = firsts[at === -1 ? (by > 0 ? 0 : firsts.length - 1) : at + by];
    if (next) next.focus();
  }

  if (rows) {
    precert.keys.add("j", "Next row", function () {
      toRow(1);
    });
    precert.keys.add("k", "Row before", function () {
      toRow(-1);
    });
  }

  const sheet = document.getElementById("shortcut-sheet");

  function openSheet() {
    if (!sheet || sheet.open) return;
    const list = sheet.querySelector("[data-shortcut-list]");
    list.textContent = "";
    const shown = new Map();
    declaring(document).forEach(function (element) {
      const label = element.dataset.shortcutLabel || element.textContent.trim();
      if (!shown.has(element.dataset.shortcut)) shown.set(element.dataset.shortcut, label);
    });
    added.forEach(function (one) {
      shown.set(one.keys, one.label);
    });
    shown.set("?", "This list");
    shown.forEach(function (label, keys) {
      const term = document.createElement("dt");
      keys.split(" ").forEach(function (key) {
        const cap = document.createElement("kbd");
        cap.textContent = key;
        term.append(cap, " ");
      });
      const meaning = document.createElement("dd");
      meaning.textContent = label;
      list.append(term, meaning);
    });
    sheet.querySelector("[data-shortcuts-switch]").checked = !isOff();
    sheet.showModal();
  }

  if (sheet) {
    sheet.querySelector("[data-shortcuts-switch]").addEventListener("change", function (event) {
      setOff(!event.target.checked);
    });
    document.querySelectorAll("[data-open-shortcuts]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", openSheet);
    });
  }
})();

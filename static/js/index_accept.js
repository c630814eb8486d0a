/* What is proposed for pages, accepted or said otherwise with one key.

   const proposals = precert.proposals(form, screen)
     screen: shown() the number of the page shown, words(number) its place in words,
             settled(number) what to say of a page placed before,
             wentOn(number, sentence) after a page was placed, changed(sentence) after the rest
     proposals.placed(number, value)   a key gave the page this place
     proposals.pressed(button)   does what the button is for; false when it is none of these
   Nothing is filled in before a key or a button says so. */
"use strict";

window.precert = window.precert || {};

window.precert.proposals = function (form, screen) {
  const rows = Array.from(form.querySelectorAll("[data-place-row]"));

  function rowOf(number) {
    return rows.find(function (row) {
      return Number(row.dataset.placeRow) === number;
    });
  }

  function numberOf(row) {
    return Number(row.dataset.placeRow);
  }

  function field(row, name) {
    return form.elements[name + "_" + row.dataset.placeRow];
  }

  /* Whether a document begins on the page: as a person said, else as proposed. */
  function begins(row) {
    const tick = field(row, "starts");
    return tick.checked || ("proposedStart" in row.dataset && !("said" in tick.dataset));
  }

  function accept(row) {
    if (row.dataset.proposedPlace) field(row, "page").value = row.dataset.proposedPlace;
    if (row.dataset.proposedDate && !field(row, "date").value) field(row, "date").value = row.dataset.proposedDate;
    if ("proposedStart" in row.dataset && !("said" in field(row, "starts").dataset)) field(row, "starts").checked = true;
    if ("proposedRelative" in row.dataset) field(row, "relative").checked = true;
    row.classList.add("is-accepted");
  }

  /* A copy is looked at beside the page that it seems to repeat before it is called one. */
  function needsEyes(row) {
    return row.dataset.proposedPlace === "duplicate" && !("seenBeside" in row.dataset) && row.querySelector("[data-beside]") !== null;
  }

  function acceptPage() {
    const row = rowOf(screen.shown());
    if (!row) {
      screen.changed(screen.settled(screen.shown()));
    } else if (!row.dataset.proposedPlace) {
      accept(row);
      screen.changed("Nothing tells what page " + numberOf(row) + " is. Say it with a key");
    } else {
      accept(row);
      screen.wentOn(numberOf(row), "Page " + numberOf(row) + ": " + screen.words(numberOf(row)) + ", as proposed");
    }
  }

  /* The rows of the document that the page shown is part of. */
  function documentOf(row) {
    const at = rows.indexOf(row);
    let first = at;
    while (first > 0 && !begins(rows[first])) first -= 1;
    let last = at;
    while (last + 1 < rows.length && !begins(rows[last + 1])) last += 1;
    return rows.slice(first, last + 1);
  }

  function acceptDocument() {
    const row = rowOf(screen.shown());
    if (!row) {
      screen.changed(screen.settled(screen.shown()));
      return;
    }
    const part = documentOf(row);
    const open = part.filter(function (one) {
      return field(one, "page").value === "" && one.dataset.proposedPlace && !needsEyes(one);
    });
    open.forEach(accept);
    const left = part.filter(function (one) {
      return field(one, "page").value === "";
    });
    const numbers = part.length === 1 ? "Page " + numberOf(row) : "Pages " + numberOf(part[0]) + " to " + numberOf(part[part.length - 1]);
    const copies = left.filter(needsEyes);
    const untold = left.filter(function (one) {
      return !needsEyes(one);
    });
    const rest = (untold.length ? ". Nothing tells what page " + untold.map(numberOf).join(", ") + " is" : "") +
      (copies.length ? ". Look at page " + copies.map(numberOf).join(", ") + " beside the page that it seems to repeat" : "");
    screen.wentOn(left.length ? numberOf(left[0]) - 1 : numberOf(part[part.length - 1]), numbers + ": " + open.length + " accepted as proposed" + rest);
  }

  function toggle(name, yes, no) {
    const row = rowOf(screen.shown());
    if (!row) {
      screen.changed(screen.settled(screen.shown()));
      return;
    }
    const tick = field(row, name);
    const was = tick.checked;
    tick.checked = !was;
    tick.dataset.said = "";
    screen.changed("Page " + numberOf(row) + ": " + (tick.checked ? yes : no));
  }

  function askDate() {
    const row = rowOf(screen.shown());
    if (!row) {
      screen.changed(screen.settled(screen.shown()));
      return;
    }
    const date = field(row, "date");
    if (!date.value) date.value = row.dataset.proposedDate;
    date.focus();
  }

  form.addEventListener("change", function (event) {
    if (event.target.name && event.target.name.startsWith("starts_")) event.target.dataset.said = "";
  });

  return {
    /* Said with another key, and just what is proposed: the rest of the proposal holds as well. */
    placed: function (number, value) {
      const row = rowOf(number);
      if (row && row.dataset.proposedPlace === value) accept(row);
    },
    pressed: function (button) {
      if (button.hasAttribute("data-accept")) acceptPage();
      else if (button.hasAttribute("data-accept-part")) acceptDocument();
      else if (button.hasAttribute("data-start")) toggle("starts", "a document begins here", "it goes on with the page before");
      else if (button.hasAttribute("data-relative")) toggle("relative", "about a relative", "about the member");
      else if (button.hasAttribute("data-date")) askDate();
      else return false;
      return true;
    },
  };
};

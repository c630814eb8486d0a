/* A page beside the one that it seems to repeat, before it is placed as a copy: asked for by a
   key or a link, and shown by itself whenever somebody says that such a page is one. */
"use strict";

(function () {
  const form = document.querySelector("[data-index]");
  const dialog = form && form.querySelector("[data-beside-dialog]");
  if (!dialog) return;
  const COPY = "duplicate";
  const pair = dialog.querySelector("[data-beside-pair]");
  let asked = 0;
  let before = "";

  function rowOf(number) {
    return form.querySelector('[data-place-row="' + number + '"]');
  }

  function linkOf(number) {
    const row = rowOf(number);
    return row && row.querySelector("[data-beside]");
  }

  function shown() {
    return window.precert.viewer(form.querySelector("[data-viewer]")).number;
  }

  function select() {
    return form.elements["page_" + asked];
  }

  /* value: what the page was placed as before, to be put back unless it is the same page. */
  function ask(number, value) {
    const address = linkOf(number).href;
    asked = number;
    before = value;
    pair.textContent = "Loading both pages…";
    dialog.showModal();
    fetch(address + "?part=1", { credentials: "same-origin", headers: { Accept: "text/html" } })
      .then(function (answer) {
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        return answer.text();
      })
      .then(function (html) {
        if (asked === number) pair.innerHTML = html;
      })
      .catch(function () {
        pair.textContent = "The pages could not be loaded. Close this and try again, or turn to both pages yourself.";
      });
  }

  function needsEyes(number) {
    return Boolean(linkOf(number)) && !("seenBeside" in rowOf(number).dataset);
  }

  /* The form carries which pairs were seen: the server shows the others before it files any. */
  function note(number) {
    const row = rowOf(number);
    if ("seenBeside" in row.dataset) return;
    row.dataset.seenBeside = "";
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "compared_page";
    field.value = linkOf(number).dataset.pair;
    row.append(field);
  }

  dialog.querySelector("[data-beside-yes]").addEventListener("click", function () {
    const number = asked;
    note(number);
    dialog.close();
    const viewer = window.precert.viewer(form.querySelector("[data-viewer]"));
    if (viewer.number !== number) viewer.show(number);
    form.querySelector('[data-place="' + COPY + '"]').click();
  });
  dialog.querySelector("[data-beside-no]").addEventListener("click", function () {
    dialog.close();
  });
  dialog.addEventListener("close", function () {
    const place = select();
    if (place && place.value === COPY && needsEyes(asked)) {
      place.value = before;
      place.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  /* Before the screen's own script places the page: both are looked at first. */
  form.addEventListener(
    "click",
    function (event) {
      const link = event.target.closest("[data-beside]");
      if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
        event.preventDefault();
        const number = Number(link.closest("[data-place-row]").dataset.placeRow);
        ask(number, form.elements["page_" + number].value);
        return;
      }
      const button = event.target.closest("button");
      if (!button) return;
      const number = shown();
      if (button.hasAttribute("data-beside-open")) {
        if (linkOf(number)) ask(number, form.elements["page_" + number].value);
        else window.precert.say("Page " + number + " repeats no page that is known");
        return;
      }
      const proposed = rowOf(number) && rowOf(number).dataset.proposedPlace;
      const says = button.dataset.place === COPY || (button.hasAttribute("data-accept") && proposed === COPY);
      if (says && needsEyes(number)) {
        event.stopPropagation();
        ask(number, form.elements["page_" + number].value);
      }
    },
    true
  );
  form.addEventListener("change", function (event) {
    const place = event.target.closest(".page-places select");
    if (!place || place.value !== COPY) return;
    const number = Number(place.name.replace("page_", ""));
    if (needsEyes(number)) ask(number, "");
  });
})();

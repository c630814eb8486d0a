/* Closing a page that is not ours: the link or the button follows the page shown, and
   marking a page as not ours on the index screen asks at once whether to close it. Neither
   is offered for a page that is closed already (data-closed on its chip). */
"use strict";

(function () {
  const viewer = document.querySelector("[data-viewer]");
  if (!viewer) return;
  const button = document.querySelector("[data-close-now]");
  const dialog = document.querySelector("[data-close-dialog]");
  const offer = document.querySelector("[data-close-offer]");
  const done = document.querySelector("[data-close-done]");

  function follow(event) {
    const link = document.querySelector("[data-close-page]");
    if (link) link.href = "/pages/" + event.detail.id + "/close/";
    if (button) aim(event.detail.number);
  }

  function aim(number) {
    button.value = "close:" + number;
    document.querySelectorAll("[data-close-words]").forEach(function (words) {
      words.textContent = "page " + number;
    });
    offer.hidden = isClosed(number);
    done.hidden = !offer.hidden;
  }

  function isClosed(number) {
    return viewer.querySelector('[data-number="' + number + '"][data-closed]') !== null;
  }

  viewer.addEventListener("precert:page", follow);
  if (!button || !dialog) return;
  const form = button.form;
  let sure = false;
  let after = 0;

  /* The page meant is shown behind the question; left open, the screen goes on where it was. */
  function ask(number) {
    if (isClosed(number)) return;
    const shown = window.precert.viewer(viewer);
    after = shown.number;
    if (after !== number) shown.show(number);
    aim(number);
    dialog.showModal();
  }

  button.addEventListener("click", function (event) {
    if (sure) return;
    event.preventDefault();
    ask(window.precert.viewer(viewer).number);
  });
  dialog.addEventListener("close", function () {
    const shown = window.precert.viewer(viewer);
    if (!sure && after && shown.number !== after) shown.show(after);
  });
  dialog.querySelector("[data-close-yes]").addEventListener("click", function () {
    sure = true;
    dialog.close();
    form.requestSubmit(button);
  });
  dialog.querySelector("[data-close-no]").addEventListener("click", function () {
    dialog.close();
  });

  /* Before the screen's own script turns to the next page: which page the key was meant for. */
  form.addEventListener(
    "click",
    function (event) {
      const key = event.target.closest("[data-place]");
      if (!key || key.dataset.place !== "misdirected") return;
      const number = window.precert.viewer(viewer).number;
      if (!form.elements["page_" + number]) return;
      window.setTimeout(function () {
        ask(number);
      }, 0);
    },
    true
  );
  form.addEventListener("change", function (event) {
    const select = event.target.closest(".page-places select");
    if (select && select.value === "misdirected") ask(Number(select.name.replace("page_", "")));
  });
})();

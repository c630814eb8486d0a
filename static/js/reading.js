/* Follows the reading of a file while it goes, and asks for one page to be read again.

   [data-reading] holds the address of the progress; its words are put inside it, and the
   chips of the viewer's strip get their pictures and states as pages are drawn and read.
   [data-read-again] is a button in the viewer; each chip has the address in data-again. */
"use strict";

(function () {
  const precert = window.precert;
  const SOON = 1500;
  const LATER = 4000;
  const WISHES = 80;

  document.querySelectorAll("[data-reading]").forEach(follow);
  document.querySelectorAll("[data-viewer]").forEach(offer);

  function follow(notice) {
    let failures = 0;

    function again(wait) {
      window.setTimeout(look, Math.min(60000, wait * (failures + 1)));
    }

    function look() {
      if (document.hidden) return again(LATER);
      return precert.background(notice.dataset.reading).then(function (answer) {
        if (answer.status === 401 || answer.status === 403 || answer.redirected) return null;
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      }).then(function (progress) {
        if (progress === null) return;
        failures = 0;
        show(progress);
        if (progress.is_final) precert.say(progress.sentence);
        else again(progress.pages.some(function (page) { return page.src; }) ? LATER : SOON);
      }).catch(function () {
        failures += 1;
        again(LATER);
      });
    }

    function show(progress) {
      const words = notice.querySelector("[data-reading-words]");
      const bar = notice.querySelector("progress");
      words.textContent = progress.sentence;
      if (bar) {
        bar.hidden = !progress.total || progress.is_final;
        bar.max = progress.total || 1;
        bar.value = progress.done;
      }
      const missing = progress.pages.length && !document.querySelector("[data-page]");
      if (missing) notice.querySelector("[data-reading-open]").hidden = false;
      document.querySelectorAll("[data-viewer]").forEach(function (element) {
        precert.viewer(element).update(progress.pages);
      });
    }

    again(SOON);
  }

  function offer(element) {
    const button = element.querySelector("[data-read-again]");
    const words = element.querySelector("[data-read-again-words]");
    if (!button) return;
    const viewer = precert.viewer(element);
    button.addEventListener("click", function () {
      const link = viewer.link;
      button.disabled = true;
      tell("Asking for page " + link.dataset.number + " to be read again…");
      const token = { "X-CSRFToken": precert.csrfToken(), Accept: "application/json" };
      fetch(link.dataset.again, { method: "POST", headers: token, credentials: "same-origin" })
        .then(function (answer) {
          if (answer.redirected || (!answer.ok && answer.status !== 409)) throw new Error(String(answer.status));
          return answer.json().then(function (said) {
            tell(said.sentence);
            if (answer.ok) wait(link, link.dataset.reader, WISHES);
            else button.disabled = false;
          });
        })
        .catch(function () {
          button.disabled = false;
          tell("The page could not be read again now. Nothing was changed; try once more in a moment.");
        });
    });

    function tell(sentence) {
      words.textContent = sentence;
      precert.say(sentence);
    }

    function wait(link, reader, left) {
      window.setTimeout(function () {
        precert.background(link.dataset.text).then(function (answer) {
          if (!answer.ok) throw new Error(String(answer.status));
          return answer.json();
        }).then(function (page) {
          if (page.again === "ready" || page.again === "running") {
            if (left) return wait(link, reader, left - 1);
            button.disabled = false;
            return tell("Page " + page.number + " still waits to be read again. You can go on working.");
          }
          button.disabled = false;
          if (page.again === "parked") return tell("Page " + page.number + " could not be read again. What was read before is kept; tell the administrator.");
          viewer.reload(link);
          return tell(page.outcome);
        }).catch(function () {
          button.disabled = false;
          tell("The answer did not come. Load this page again to see what was read.");
        });
      }, SOON);
    }
  }
})();

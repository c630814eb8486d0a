/* Two arrivals side by side: keys go from page to page, and to the next page that differs. */
"use strict";

(function () {
  const page = document.querySelector("[data-compare]");
  if (!page) return;
  const pairs = Array.from(page.querySelectorAll("[data-pair]"));
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  let last = -1;  // the pair that a key went to, until somebody scrolls by hand

  ["wheel", "touchmove", "pointerdown"].forEach(function (kind) {
    window.addEventListener(kind, function () {
      last = -1;
    }, { passive: true });
  });

  /* The pair that a key went to, else the one at the top of the window; -1 above the first. */
  function shown() {
    if (last !== -1) return last;
    const line = window.innerHeight / 3;
    let at = -1;
    pairs.forEach(function (pair, number) {
      if (pair.getBoundingClientRect().top <= line) at = number;
    });
    return at;
  }

  function go(pair, none) {
    if (!pair) {
      window.precert.say(none);
      return;
    }
    last = pairs.indexOf(pair);
    pair.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    pair.focus({ preventScroll: true });
    window.precert.say("Page " + pair.dataset.pair + ("differs" in pair.dataset ? ", differs" : ""));
  }

  window.precert.keys.add("]", "Next page of both", function () {
    go(pairs[shown() + 1], "This is the last page");
  });
  window.precert.keys.add("[", "Page before, of both", function () {
    go(pairs[shown() - 1], "This is the first page");
  });
  window.precert.keys.add("n", "Next page that differs", function () {
    const at = shown();
    const next = pairs.find(function (pair, number) {
      return number > at && "differs" in pair.dataset;
    });
    go(next, "No page after this one differs");
  });
})();

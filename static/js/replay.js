/* Follows a replay that is under way: [data-replay] holds the address of its state.
   Without it the page says how far it was when it was opened. */
"use strict";

(function () {
  const place = document.querySelector("[data-replay]");
  if (!place) return;
  const bar = place.querySelector("[data-replay-bar]");
  const words = place.querySelector("[data-replay-words]");
  let rest = 2000;

  function again() {
    window.setTimeout(look, rest);
  }

  async function look() {
    try {
      const answer = await window.precert.background(place.dataset.replay);
      if (!answer.ok) throw new Error("not answered");
      const found = await answer.json();
      rest = 2000;
      if (found.state !== "waiting") {
        window.location.reload();
        return;
      }
      bar.value = found.read;
      words.textContent = found.read + " of " + found.total + " cases read";
    } catch (error) {
      rest = Math.min(rest * 2, 60000);
    }
    again();
  }

  again();
})();

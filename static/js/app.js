/* What every page needs: announcements, the idle warning, menus, focus on what went wrong.
   Nothing here is needed to use the product. */
"use strict";

window.precert = window.precert || {};

(function () {
  const precert = window.precert;

  /* Tells screen readers, politely, without moving the focus. */
  precert.say = function (sentence) {
    const live = document.getElementById("live");
    if (!live) return;
    live.textContent = "";
    window.setTimeout(function () {
      live.textContent = sentence;
    }, 50);
  };

  let toastTimer = 0;

  /* Shows a sentence for a few seconds and announces it. */
  precert.toast = function (sentence) {
    const toast = document.getElementById("toast");
    if (toast) {
      toast.textContent = sentence;
      window.clearTimeout(toastTimer);
      toastTimer = window.setTimeout(function () {
        toast.textContent = "";
      }, 6000);
    }
    precert.say(sentence);
  };

  precert.csrfToken = function () {
    const field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  };

  /* A request the person did not make, such as looking whether reading is done:
     it does not count as activity. */
  precert.background = function (url) {
    return fetch(url, {
      headers: { Accept: "application/json", "X-Precert-Background": "1" },
      credentials: "same-origin",
    });
  };

  function closeMenus(event) {
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      if (event.type === "keydown") {
        if (event.key !== "Escape") return;
        menu.open = false;
        menu.querySelector("summary").focus();
      } else if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
  }
  document.addEventListener("click", closeMenus);
  document.addEventListener("keydown", closeMenus);

  const wrong = document.querySelector("[data-focus]");
  if (wrong) wrong.focus();

  /* A form marked data-once is sent once, however often its button is pressed. */
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || !form.hasAttribute("data-once")) return;
    /* A button that shows something beside the page leaves the form to be sent. */
    if (event.submitter && event.submitter.hasAttribute("formtarget")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-once]").forEach(function (form) {
      delete form.dataset.sent;
    });
  });

  watchIdle();
  followLists();

  /* A list that changes by itself: [data-live] holds the address of its rows. Rows with the
     same id are replaced where they stand; new rows are only announced, nothing moves. */
  function followLists() {
    document.querySelectorAll("[data-live]").forEach(function (list) {
      const announce = document.querySelector("[data-live-new]");
      let failures = 0;

      function refresh(html) {
        const fresh = document.createElement("tbody");
        fresh.innerHTML = html;
        let arrived = 0;
        Array.from(fresh.children).forEach(function (row) {
          const here = document.getElementById(row.id);
          if (!here) {
            arrived += 1;
          } else if (here.outerHTML !== row.outerHTML && !here.contains(document.activeElement)) {
            const settled = here.hasAttribute("data-unsettled") && !row.hasAttribute("data-unsettled");
            here.replaceWith(row);
            if (settled) precert.say("One document has been read.");
          }
        });
        if (announce && arrived) {
          announce.hidden = false;
          const words = arrived === 1 ? "1 new arrival." : arrived + " new arrivals.";
          const place = announce.querySelector("[data-live-new-words]");
          if (place.textContent !== words) {
            place.textContent = words;
            precert.say(words);
          }
        }
      }

      function again() {
        const soon = list.querySelector("[data-unsettled]") ? 3000 : 20000;
        window.setTimeout(look, Math.min(60000, soon * (failures + 1)));
      }

      function look() {
        if (document.hidden) {
          again();
          return;
        }
        precert.background(list.dataset.live).then(function (answer) {
          if (answer.status === 401 || answer.status === 403) return null;
          if (!answer.ok) throw new Error(String(answer.status));
          return answer.text();
        }).then(function (html) {
          if (html === null) return;
          failures = 0;
          refresh(html);
          again();
        }).catch(function () {
          failures += 1;
          again();
        });
      }

      again();
    });
  }

  function watchIdle() {
    const idleSeconds = Number(document.body.dataset.idleSeconds || 0);
    const dialog = document.getElementById("idle-warning");
    if (!idleSeconds || !dialog) return;
    const warnSeconds = Math.min(120, idleSeconds / 2);
    const channel = "BroadcastChannel" in window ? new BroadcastChannel("precert-activity") : null;
    let lastSeen = Date.now();

    function seen() {
      lastSeen = Date.now();
      if (dialog.open) dialog.close();
    }

    /* The server heard from this person: the clock starts again, in every tab. */
    precert.touched = function () {
      seen();
      if (channel) channel.postMessage("seen");
    };
    if (channel) channel.addEventListener("message", seen);

    function stay() {
      fetch(document.body.dataset.stayUrl, {
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      }).then(function (answer) {
        if (answer.ok) precert.touched();
        else leave();
      }, function () {
        /* No connection: the warning stays, and the next tick tries nothing by itself. */
      });
    }

    function leave() {
      const next = encodeURIComponent(window.location.pathname + window.location.search);
      window.location.assign(document.body.dataset.signInUrl + "?next=" + next);
    }

    function active() {
      if (!dialog.open && Date.now() - lastSeen > 60000) {
        lastSeen = Date.now();
        stay();
      }
    }

    document.addEventListener("keydown", active, { passive: true });
    document.addEventListener("pointerdown", active, { passive: true });
    dialog.querySelector("[data-idle-stay]").addEventListener("click", stay);
    dialog.addEventListener("cancel", function (event) {
      event.preventDefault();
      stay();
    });

    window.setInterval(function () {
      const left = idleSeconds - (Date.now() - lastSeen) / 1000;
      if (left <= -2) {
        leave();
      } else if (left <= warnSeconds) {
        const minutes = Math.max(1, Math.ceil(left / 60));
        const words = "in " + minutes + (minutes === 1 ? " minute" : " minutes");
        const place = dialog.querySelector("[data-idle-left]");
        if (place.textContent !== words) place.textContent = words;
        if (!dialog.open) dialog.showModal();
      }
    }, 1000);
  }
})();

/* The review desk: answers are saved without leaving the page, citations turn the paper,
   and one key each for what is done a hundred times a day. The paper itself is desk_paper.js.
   Without these scripts every form and link of the page works by loading it again. */
"use strict";

(function () {
  const precert = window.precert;
  const paper = precert.paper;
  const viewerElement = paper.element;
  const viewer = paper.viewer;
  let current = null;

  /* A page number typed by hand is the reader's own; turning pages leaves it alone. */
  document.addEventListener("input", function (event) {
    if (event.target.matches("[data-cited-page]")) event.target.setAttribute("data-own", "");
    const form = event.target.closest("[data-desk-form]");
    if (form) form.setAttribute("data-typed", "");
  });

  /* --- Saving ----------------------------------------------------------------------- */

  document.addEventListener("submit", function (event) {
    const form = event.target.closest("[data-desk-form]");
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    form.removeAttribute("data-typed");
    save(form);
  });

  function save(form) {
    const place = form.closest("[data-leaf], .rule");
    if (place) place.classList.add("is-busy");
    fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      credentials: "same-origin",
      headers: { Accept: "text/html", "X-Precert-Script": "1" },
    })
      .then(function (answer) {
        if (answer.redirected && new URL(answer.url).pathname.startsWith("/account/")) {
          window.location.assign(answer.url);
          return null;
        }
        return answer.text().then(function (text) {
          return text;
        });
      })
      .then(function (text) {
        if (text !== null) show(text, form);
      })
      .catch(function () {
        delete form.dataset.sent;
        form.setAttribute("data-typed", "");
        if (place) place.classList.remove("is-busy");
        precert.toast("Not saved: the server could not be reached. What you typed is still here; try again.");
      });
  }

  function show(text, form) {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    if (!fresh.getElementById("desk-review")) {
      /* Not the desk any more: somebody else's page, an error page. Let the browser show it. */
      delete form.dataset.sent;
      form.removeAttribute("data-desk-form");
      form.submit();
      return;
    }
    const typed = keepTyped();
    const scroller = document.getElementById("desk-review");
    const top = scroller.scrollTop;
    const openIds = openReadings();
    document.querySelectorAll("[data-swap]").forEach(function (old) {
      const next = fresh.getElementById(old.id);
      if (next) old.replaceWith(document.adoptNode(next));
    });
    giveBack(typed);
    document.getElementById("desk-review").scrollTop = top;
    openIds.forEach(function (id) {
      const leaf = document.getElementById(id);
      const readings = leaf && leaf.querySelector("details[data-readings]");
      if (readings) readings.open = true;
    });
    document.querySelectorAll("[data-open-shortcuts]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        document.dispatchEvent(new KeyboardEvent("keydown", { key: "?" }));
      });
    });
    followPage();
    if (precert.touched) precert.touched();
    afterSave();
  }

  function openReadings() {
    return Array.from(document.querySelectorAll("[data-leaf] details[data-readings][open]")).map(function (one) {
      return one.closest("[data-leaf]").id;
    });
  }

  /* What was typed elsewhere on the page and not yet saved, by the form's address. */
  function keepTyped() {
    return Array.from(document.querySelectorAll("[data-desk-form][data-typed]")).map(function (form) {
      return { action: form.getAttribute("action"), kind: form.className, entries: Array.from(new FormData(form)) };
    });
  }

  function giveBack(kept) {
    kept.forEach(function (one) {
      const form = Array.from(document.querySelectorAll("[data-desk-form]")).find(function (other) {
        return other.getAttribute("action") === one.action && other.className === one.kind;
      });
      if (!form) return;
      one.entries.forEach(function (entry) {
        if (entry[0] === "csrfmiddlewaretoken") return;
        const field = form.elements.namedItem(entry[0]);
        if (field && "value" in field) field.value = entry[1];
      });
      form.setAttribute("data-typed", "");
      const details = form.closest("details");
      if (details) details.open = true;
    });
  }

  function followPage() {
    if (!viewer || !viewer.number) return;
    document.querySelectorAll("[data-at]").forEach(function (field) {
      field.value = viewer.number;
    });
    document.querySelectorAll("[data-cited-page]:not([data-own])").forEach(function (field) {
      field.value = viewer.number;
    });
  }

  function afterSave() {
    const review = document.getElementById("desk-review");
    const bar = document.getElementById("desk-bar");
    const wrong = review.querySelector("[data-focus]");
    if (wrong) {
      wrong.focus();
      wrong.scrollIntoView({ block: "nearest" });
      return;
    }
    const target = document.getElementById(review.dataset.goTo || "");
    if (target) goTo(target);
    if (bar && bar.dataset.saved) {
      const count = bar.querySelector(".desk-count");
      precert.say("Saved " + bar.dataset.saved + ". " + (count ? count.textContent : ""));
    }
  }

  /* --- One criterion at a time -------------------------------------------------------- */

  function leaves() {
    return Array.from(document.querySelectorAll("[data-leaf]"));
  }

  function goTo(element) {
    element.focus({ preventScroll: true });
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }

  document.addEventListener("focusin", function (event) {
    const leaf = event.target.closest("[data-leaf]");
    if (!leaf || leaf === current) return;
    if (current) current.classList.remove("is-current");
    current = leaf;
    leaf.classList.add("is-current");
  });

  function step(by) {
    const all = leaves();
    if (!all.length) return;
    const at = current && all.includes(current) ? all.indexOf(current) + by : by > 0 ? 0 : all.length - 1;
    goTo(all[Math.min(all.length - 1, Math.max(0, at))]);
  }

  function nextOpen() {
    const all = leaves();
    const from = current && all.includes(current) ? all.indexOf(current) + 1 : 0;
    const ordered = all.slice(from).concat(all.slice(0, from));
    const found = ordered.find(function (leaf) {
      return leaf.hasAttribute("data-open");
    });
    if (found) goTo(found);
    else precert.say("Every criterion is answered");
  }

  function inCurrent(selector) {
    return current && document.contains(current) ? current.querySelector(selector) : null;
  }

  function choose(value) {
    const details = inCurrent("details:has([data-answer])");
    if (details) details.open = true;
    const choice = inCurrent('[data-answer] input[name="answer"][value="' + value + '"]');
    if (!choice) return;
    choice.checked = true;
    choice.focus();
    choice.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function citeThisPage() {
    const form = inCurrent("[data-answer]");
    if (!form || !viewer) return;
    const basis = form.elements.namedItem("basis");
    const page = form.elements.namedItem("page");
    if (basis.querySelector('option[value="page"]')) basis.value = "page";
    page.value = viewer.number;
    page.setAttribute("data-own", "");
    form.setAttribute("data-typed", "");
    precert.say("Cites page " + viewer.number);
  }

  function firstCitation() {
    const cites = current ? Array.from(current.querySelectorAll("a.cite")) : [];
    if (!cites.length) return;
    const at = cites.findIndex(function (one) {
      return one.hasAttribute("aria-current");
    });
    paper.turnTo(cites[(at + 1) % cites.length]);
  }

  precert.keys.add("n", "Next criterion", function () { step(1); });
  precert.keys.add("p", "Previous criterion", function () { step(-1); });
  precert.keys.add("o", "Next criterion without an answer", nextOpen);
  precert.keys.add("e", "Turn to the evidence of this criterion", firstCitation);
  precert.keys.add("a", "Agree with the suggestion and confirm its readings", function () {
    const agree = inCurrent("[data-agree]");
    if (agree) agree.requestSubmit();
  });
  precert.keys.add("1", "Choose Met", function () { choose("met"); });
  precert.keys.add("2", "Choose Not met", function () { choose("not_met"); });
  precert.keys.add("3", "Choose Cannot tell", function () { choose("unknown"); });
  precert.keys.add("c", "Cite the page shown", citeThisPage);
  precert.keys.add("s", "Save this answer", function () {
    const form = inCurrent("[data-answer]");
    if (form) form.requestSubmit();
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest("[data-desk-form]");
    if (form) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector("[data-desk-form][data-typed]:not([data-sent])")) event.preventDefault();
  });

  /* --- What others did meanwhile: said in the bar, moving nothing under the cursor ------ */

  const PULSE_SECONDS = 20;

  function news(now, shown) {
    if (String(now.files) !== shown.files) return "New records have arrived for this case.";
    if (now.status !== shown.status) return "This case is now: " + now.status.toLowerCase() + ".";
    if (now.owner !== shown.owner) return now.owner ? now.owner + " has this case now." : "Nobody has this case now.";
    if (String(now.checks) !== shown.checks) return "The automated checks have run again.";
    return "";
  }

  function listen() {
    const review = document.getElementById("desk-review");
    if (!review || !review.dataset.pulseUrl || document.hidden) return;
    precert.background(review.dataset.pulseUrl)
      .then(function (answer) {
        return answer.ok ? answer.json() : null;
      })
      .then(function (now) {
        const fresh = document.getElementById("desk-review");
        const place = document.querySelector("[data-news]");
        if (!now || fresh !== review || !place) return;
        const sentence = news(now, fresh.dataset);
        if (!sentence || place.dataset.said === sentence) return;
        place.dataset.said = sentence;
        place.textContent = sentence + " ";
        const link = document.createElement("a");
        link.href = viewerElement.dataset.pageBase + "?page=" + (viewer ? viewer.number : 1);
        link.textContent = "Load the page";
        place.append(link);
        place.hidden = false;
        precert.say(sentence);
      })
      .catch(function () {
        /* No connection: the next pulse asks again. */
      });
  }

  window.setInterval(listen, PULSE_SECONDS * 1000);

  /* After a search the address is that of the search; loading it again would post again. */
  if (viewer && viewer.number && window.location.pathname !== viewerElement.dataset.pageBase) {
    paper.remember(viewer.number);
  }

  paper.lightAtStart();
  followPage();
  const start = document.getElementById("desk-review");
  const target = start && document.getElementById(start.dataset.goTo || "");
  if (target && !document.querySelector("[data-focus]")) goTo(target);
})();

/* The paper beside a review: citations turn to their place and light it, with the day that it
   is of; everything read on the page stays outlined. Used by desk.js. Without this script the
   links turn the page by loading it again. */
"use strict";

(function () {
  const SVG = "http://www.w3.org/2000/svg";
  const precert = window.precert;
  const viewerElement = document.querySelector("[data-viewer]");
  const viewer = viewerElement ? precert.viewer(viewerElement) : null;

  function box(text) {
    const numbers = (text || "").trim().split(/\s+/).map(Number);
    return numbers.length === 4 && numbers.every(Number.isFinite) ? numbers : null;
  }

  if (viewerElement) {
    viewerElement.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.target.closest("a[data-step]")) event.preventDefault();
    }, true);

    viewerElement.addEventListener("precert:page", function (event) {
      const number = String(event.detail.number);
      document.querySelectorAll("[data-at]").forEach(function (field) {
        field.value = number;
      });
      document.querySelectorAll("[data-cited-page]:not([data-own])").forEach(function (field) {
        if (document.activeElement !== field) field.value = number;
      });
      const link = viewerElement.querySelector("[data-page][aria-current]");
      if (link && link.dataset.found && !lighting) {
        viewer.mark(link.dataset.found.split(";").map(box).filter(Boolean));
      }
      remember(number);
    });
  }

  let lighting = false;

  function remember(number) {
    window.history.replaceState(null, "", viewerElement.dataset.pageBase + "?page=" + number);
  }

  document.addEventListener("click", function (event) {
    const cite = event.target.closest("a[data-turn]");
    if (!cite || !viewer || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    turnTo(cite);
  });

  /* The value and, where the page gives one, the day it is of, as the viewer draws them. */
  function marksOf(data) {
    const place = box(data.box);
    const day = box(data.day);
    const marks = place ? [{ box: place, says: data.says || "" }] : [];
    if (place && day) marks.push({ box: day, says: data.daySays || "", kind: "day" });
    return marks;
  }

  /* Turns to what is cited and lights it; the focus stays where the reader was. */
  function turnTo(cite) {
    const marks = marksOf(cite.dataset);
    const isDay = cite.classList.contains("cite-day");
    lighting = Boolean(marks.length);
    viewer.show(Number(cite.dataset.turn), {
      marks: marks,
      reveal: isDay ? marks.length - 1 : 0,
      label: marks.map(function (mark) { return mark.says; }).join(", "),
    });
    lighting = false;
    document.querySelectorAll("a.cite[aria-current], a.cite-day[aria-current]").forEach(function (other) {
      other.removeAttribute("aria-current");
    });
    if (isDay || cite.classList.contains("cite")) cite.setAttribute("aria-current", "true");
  }

  /* Everything read on the page stays outlined; the viewer redraws its sheet, so this follows. */
  function outlineEvidence() {
    const sheet = viewerElement.querySelector("[data-sheet]");
    const link = viewerElement.querySelector("[data-page][aria-current]");
    if (!link || !link.dataset.quiet || !sheet.querySelector("img")) return;
    if (sheet.querySelector(".desk-outlines")) return;
    const layer = document.createElementNS(SVG, "svg");
    layer.setAttribute("viewBox", "0 0 " + link.dataset.width + " " + link.dataset.height);
    layer.setAttribute("class", "viewer-marks desk-outlines");
    layer.setAttribute("aria-hidden", "true");
    link.dataset.quiet.split(";").map(box).filter(Boolean).forEach(function (place) {
      const rect = document.createElementNS(SVG, "rect");
      rect.setAttribute("class", "is-quiet");
      rect.setAttribute("x", place[0] - 3);
      rect.setAttribute("y", place[1] - 3);
      rect.setAttribute("width", place[2] - place[0] + 6);
      rect.setAttribute("height", place[3] - place[1] + 6);
      rect.setAttribute("rx", 3);
      layer.append(rect);
    });
    sheet.append(layer);
  }

  function lightAtStart() {
    if (!viewer) return;
    const sheet = viewerElement.querySelector("[data-sheet]");
    if (!sheet) return;
    new MutationObserver(outlineEvidence).observe(sheet, { childList: true });
    outlineEvidence();
    const link = viewerElement.querySelector("[data-page][aria-current]");
    const lit = marksOf(sheet.dataset);
    if (lit.length) viewer.mark(lit);
    else if (link && link.dataset.found) {
      viewer.mark(link.dataset.found.split(";").map(box).filter(Boolean));
    }
  }

  precert.paper = {
    element: viewerElement,
    viewer: viewer,
    turnTo: turnTo,
    remember: remember,
    lightAtStart: lightAtStart,
  };
})();

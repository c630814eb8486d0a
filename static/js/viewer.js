/* Shows the pages of a document: turn, zoom, rotate, light up a place, read the text.

   Markup: templates/components/viewer.html. Without this script the strip's links turn the
   page by loading it. From other scripts:
     const viewer = precert.viewer(element)   (element: the [data-viewer] section)
     viewer.show(3)                           turn to page 3
     viewer.show(3, { box: [x0, y0, x1, y1], label: "CD18 0.4 %" })   and light the place
     viewer.show(3, { marks: [mark, ...], reveal: 1, label: "..." })   and light several, moving to
                                              the second; a mark is { box, says, kind }, and one
                                              of kind "day" is drawn as the day of the others
     viewer.mark([])                          put the light out; takes boxes and marks
     viewer.number, viewer.pageId, viewer.link   the page shown now, and its chip
     viewer.update(pages)                     pictures and states that came since ([{id, state,
                                              state_label, doubtful, sentence, src, width, height}])
     viewer.reload(link)                      the text of this chip's page is another one now
   The element sends "precert:page" (detail: number, id) whenever the page has turned. */
"use strict";

window.precert = window.precert || {};

(function () {
  const SVG = "http://www.w3.org/2000/svg";
  const ZOOM_STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
  const viewers = new WeakMap();

  window.precert.viewer = function (element) {
    return viewers.get(element);
  };

  document.querySelectorAll("[data-viewer]").forEach(function (element) {
    viewers.set(element, start(element));
  });

  function start(element) {
    const stage = element.querySelector("[data-stage]");
    const sheet = element.querySelector("[data-sheet]");
    const caption = element.querySelector("[data-caption]");
    const position = element.querySelector("[data-position]");
    const key = element.querySelector("[data-key]");
    const textPanel = element.querySelector("[data-text-panel]");
    const textToggle = element.querySelector("[data-text-toggle]");
    const total = position && position.dataset.total;
    const links = Array.from(element.querySelectorAll("[data-page]"));
    const pictures = new Map();
    let current = links.find(function (link) {
      return link.hasAttribute("aria-current");
    }) || links[0];
    let zoom = 1;
    let turn = 0;
    let marks = [];

    if (!current) return { show: function () {}, mark: function () {}, number: 0, pageId: 0 };

    function picture(link) {
      const id = link.dataset.page;
      if (!pictures.has(id) && link.dataset.src) {
        const image = document.createElement("img");
        image.alt = link.dataset.alt;
        image.width = Number(link.dataset.width);
        image.height = Number(link.dataset.height);
        image.decoding = "async";
        image.src = link.dataset.src;
        image.addEventListener("error", function () {
          pictures.delete(id);
          if (link === current) say("The picture of this page could not be loaded. Turn to another page and back to try again.");
        });
        pictures.set(id, image);
      }
      return pictures.get(id);
    }

    const shown = sheet.querySelector("img");
    if (shown) pictures.set(current.dataset.page, shown);

    function say(sentence) {
      caption.textContent = sentence;
    }

    function draw() {
      const image = picture(current);
      const width = Number(current.dataset.width) || 1;
      const height = Number(current.dataset.height) || 1;
      sheet.textContent = "";
      if (image) {
        sheet.append(image);
      } else {
        const none = document.createElement("p");
        none.className = "viewer-none";
        none.textContent = "There is no picture of this page.";
        sheet.append(none);
      }
      if (marks.length) sheet.append(light(width, height));
      sayKey();
      fit(width, height);
    }

    /* A mark that says something is named for those who do not see it. */
    function light(width, height) {
      const layer = document.createElementNS(SVG, "svg");
      const named = marks.some(function (mark) { return mark.says; });
      layer.setAttribute("viewBox", "0 0 " + width + " " + height);
      layer.setAttribute("class", "viewer-marks");
      layer.setAttribute(named ? "role" : "aria-hidden", named ? "group" : "true");
      if (named) layer.setAttribute("aria-label", "Marked on the picture");
      marks.forEach(function (mark) {
        const box = mark.box;
        const pad = Math.max(4, height * 0.004);
        const rect = document.createElementNS(SVG, "rect");
        rect.setAttribute("x", box[0] - pad);
        rect.setAttribute("y", box[1] - pad);
        rect.setAttribute("width", Math.max(1, box[2] - box[0]) + 2 * pad);
        rect.setAttribute("height", Math.max(1, box[3] - box[1]) + 2 * pad);
        rect.setAttribute("rx", pad);
        if (mark.kind === "day") rect.setAttribute("class", "is-day");
        if (mark.says) {
          rect.setAttribute("role", "img");
          rect.setAttribute("aria-label", mark.says);
        }
        layer.append(rect);
      });
      return layer;
    }

    /* What the two kinds of mark stand for, in words under the picture. */
    function sayKey() {
      if (!key) return;
      const day = marks.some(function (mark) { return mark.kind === "day"; });
      key.hidden = !day;
      key.textContent = "";
      marks.forEach(function (mark) {
        if (!day || !mark.says) return;
        const entry = document.createElement("span");
        entry.className = mark.kind === "day" ? "viewer-key-day" : "viewer-key-value";
        entry.textContent = mark.says;
        key.append(entry);
      });
    }

    function asMark(given) {
      return Array.isArray(given) ? { box: given, says: "", kind: "" } : given;
    }

    function fit(width, height) {
      const sideways = turn % 180 !== 0;
      const wide = stage.clientWidth - 2;
      const scale = (wide / (sideways ? height : width)) * zoom;
      sheet.style.width = width * scale + "px";
      sheet.style.height = height * scale + "px";
      sheet.style.transform = turn ? "rotate(" + turn + "deg)" : "";
      const slack = sideways ? (width - height) * scale / 2 : 0;
      sheet.style.marginBlock = sideways ? slack + "px" : "";
      sheet.style.marginInline = sideways ? -slack + "px" : "";
    }

    function turnTo(link, options) {
      current = link;
      links.forEach(function (other) {
        if (other === link) other.setAttribute("aria-current", "true");
        else other.removeAttribute("aria-current");
      });
      turn = 0;
      marks = ((options && options.marks) || (options && options.box ? [options.box] : [])).map(asMark);
      position.textContent = "Page " + link.dataset.number + " of " + (total || links.length);
      say(link.dataset.sentence || "");
      draw();
      if (textPanel && !textPanel.hidden) readText();
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
      if (marks.length) reveal(marks[(options && options.reveal) || 0].box);
      else stage.scrollTop = 0;
      window.precert.say("Page " + link.dataset.number + " of " + (total || links.length) + (options && options.label ? ": " + options.label : ""));
      element.dispatchEvent(new CustomEvent("precert:page", {
        bubbles: true,
        detail: { number: Number(link.dataset.number), id: Number(link.dataset.page) },
      }));
      ahead();
    }

    /* Scrolls to the box, or to all that is lit where that has room at once. */
    function reveal(box) {
      const scale = sheet.clientHeight / (Number(current.dataset.height) || 1);
      const top = Math.min.apply(null, marks.map(function (mark) { return mark.box[1]; }));
      const bottom = Math.max.apply(null, marks.map(function (mark) { return mark.box[3]; }));
      const room = stage.clientHeight;
      const together = marks.length > 1 && (bottom - top) * scale < 0.8 * room;
      stage.scrollTop = Math.max(0, together ? top * scale - 0.1 * room : box[1] * scale - room / 3);
      const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (element.getBoundingClientRect().top < 0 || stage.getBoundingClientRect().bottom > window.innerHeight + 200) {
        element.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
      }
    }

    function ahead() {
      const at = links.indexOf(current);
      [links[at + 1], links[at - 1]].forEach(function (link) {
        if (link) picture(link);
      });
    }

    function step(by) {
      const link = links[links.indexOf(current) + by];
      if (link) turnTo(link);
      else window.precert.say(by > 0 ? "This is the last page" : "This is the first page");
    }

    function setZoom(by) {
      const at = ZOOM_STEPS.indexOf(zoom) + by;
      zoom = by === 0 ? 1 : ZOOM_STEPS[Math.min(ZOOM_STEPS.length - 1, Math.max(0, at))];
      draw();
      window.precert.say("Zoom " + Math.round(zoom * 100) + " percent");
    }

    function sayDoubts(doubts) {
      const place = textPanel.querySelector("[data-text-doubts]");
      if (!place) return;
      place.hidden = !doubts.length;
      place.textContent = doubts.map(function (pair) {
        return "“" + pair[0] + "” fits no known form; a second reader saw “" + pair[1] + "”. Look at the picture.";
      }).join(" ");
    }

    function sayEarlier(earlier) {
      const place = textPanel.querySelector("[data-text-earlier]");
      place.textContent = "";
      earlier.forEach(function (reading) {
        const details = document.createElement("details");
        const summary = document.createElement("summary");
        const body = document.createElement("pre");
        details.className = "details small";
        summary.textContent = reading.words;
        body.textContent = reading.text;
        body.tabIndex = 0;
        details.append(summary, body);
        place.append(details);
      });
    }

    function readText() {
      const link = current;
      sayDoubts([]);
      sayEarlier([]);
      if (!link.dataset.text) {
        textPanel.querySelector("[data-text-body]").textContent = link.dataset.sentence;
        return;
      }
      textPanel.querySelector("[data-text-body]").textContent = "Loading the text of page " + link.dataset.number + "…";
      fetch(link.dataset.text, { headers: { Accept: "application/json" }, credentials: "same-origin" })
        .then(function (answer) {
          if (!answer.ok) throw new Error(String(answer.status));
          return answer.json();
        })
        .then(function (page) {
          if (link !== current) return;
          textPanel.querySelector("[data-text-body]").textContent = page.text || page.sentence;
          sayDoubts(page.doubts || []);
          sayEarlier(page.earlier || []);
        })
        .catch(function () {
          if (link === current) {
            textPanel.querySelector("[data-text-body]").textContent = "The text could not be loaded. Turn the page and back to try again.";
          }
        });
    }

    element.addEventListener("click", function (event) {
      const control = event.target.closest("a, button");
      if (!control || !element.contains(control)) return;
      if (control.hasAttribute("data-page")) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        turnTo(control);
      } else if (control.hasAttribute("data-step")) {
        step(Number(control.dataset.step));
      } else if (control.hasAttribute("data-zoom")) {
        setZoom(Number(control.dataset.zoom));
      } else if (control.hasAttribute("data-rotate")) {
        turn = (turn + 90) % 360;
        draw();
        window.precert.say("Turned to " + turn + " degrees, on the screen only");
      } else if (control === textToggle) {
        textPanel.hidden = !textPanel.hidden;
        textToggle.setAttribute("aria-expanded", String(!textPanel.hidden));
        if (!textPanel.hidden) readText();
      }
    });

    stage.addEventListener("keydown", function (event) {
      if (event.key === "PageDown" || (event.key === "ArrowRight" && zoom <= 1)) {
        event.preventDefault();
        step(1);
      } else if (event.key === "PageUp" || (event.key === "ArrowLeft" && zoom <= 1)) {
        event.preventDefault();
        step(-1);
      }
    });

    element.querySelectorAll("[data-needs-script]").forEach(function (control) {
      control.hidden = false;
    });
    draw();
    ahead();
    if ("ResizeObserver" in window) {
      let last = stage.clientWidth;
      new ResizeObserver(function () {
        if (Math.abs(stage.clientWidth - last) > 1) {
          last = stage.clientWidth;
          fit(Number(current.dataset.width) || 1, Number(current.dataset.height) || 1);
        }
      }).observe(stage);
    }

    function update(pages) {
      const byId = new Map(pages.map(function (page) { return [String(page.id), page]; }));
      links.forEach(function (link) {
        const page = byId.get(link.dataset.page);
        if (!page || link.dataset.state === page.state + Boolean(page.src)) return;
        link.dataset.state = page.state + Boolean(page.src);
        link.className = "viewer-chip viewer-chip-" + page.state + (page.doubtful ? " viewer-chip-doubtful" : "");
        link.dataset.sentence = page.sentence;
        link.dataset.width = page.width;
        link.dataset.height = page.height;
        if (page.src) {
          link.dataset.src = page.src + "?" + page.state;
          link.dataset.text = page.text;
        }
        const label = link.querySelector("[data-state-label]");
        if (label) label.textContent = ": " + page.state_label;
        pictures.delete(link.dataset.page);
        if (link === current) {
          draw();
          say(page.sentence);
          if (!textPanel.hidden) readText();
        }
      });
    }

    return {
      update: update,
      reload: function (link) {
        if (link === current && !textPanel.hidden) readText();
      },
      get link() {
        return current;
      },
      show: function (number, options) {
        const link = links.find(function (one) {
          return Number(one.dataset.number) === Number(number);
        });
        if (link) turnTo(link, options);
      },
      mark: function (boxes) {
        marks = boxes.map(asMark);
        draw();
      },
      get number() {
        return Number(current.dataset.number);
      },
      get pageId() {
        return Number(current.dataset.page);
      },
    };
  }
})();

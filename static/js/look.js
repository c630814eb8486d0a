/* The first look with a script: keys choose, what does not apply is put away, and how soon
   an answer is asked for proposes how it is treated. Nothing is recorded by itself. */
"use strict";

(function () {
  const form = document.querySelector("[data-look]");
  if (!form) return;

  function value(name) {
    const chosen = form.querySelector("input[name=" + name + "]:checked");
    return chosen ? chosen.value : "";
  }

  function show() {
    const kind = value("kind");
    form.querySelectorAll("[data-not-for]").forEach(function (part) {
      part.hidden = part.dataset.notFor.split(" ").includes(kind);
    });
    form.querySelectorAll("[data-only-for]").forEach(function (part) {
      part.hidden = !part.dataset.onlyFor.split(" ").includes(kind);
    });
  }

  form.addEventListener("change", function (event) {
    if (event.target.name === "kind") show();
    if (event.target.name === "urgency_asked") {
      const soon = event.target.value.startsWith("by_");
      const wanted = soon ? "expedited" : "standard";
      const radio = form.querySelector("input[name=urgency][value=" + wanted + "]");
      if (radio) radio.checked = true;
    }
  });

  /* Enter in a field finds the member; it records nothing. */
  form.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-look-find]"));
  });

  show();
})();

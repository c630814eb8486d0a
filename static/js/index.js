/* The index screen with a script: one key places the page shown and turns to the next, one
   accepts what is proposed for it, one for the rest of its document (index_accept.js);
   the member is looked up without leaving, and leaving with unsaved work is asked about. */
"use strict";

(function () {
  const form = document.querySelector("[data-index]");
  if (!form) return;
  const element = form.querySelector("[data-viewer]");
  const viewer = window.precert.viewer(element);
  const selects = Array.from(form.querySelectorAll(".page-places select"));
  const bar = form.querySelector("[data-pages-bar]");
  const count = form.querySelector("[data-pages-count]");
  const stillOpen = form.querySelector("[data-still-open]");
  const paletteNow = form.querySelector("[data-palette-now]");
  const palettePage = form.querySelector("[data-palette-page]");
  const SETTLED = "Page # was placed before and stays where it is";
  let leaving = false;
  let changed = form.querySelector(".error-summary") !== null;

  form.querySelectorAll("[data-needs-script]").forEach(function (one) {
    one.hidden = false;
  });

  /* The place of a page; undefined when it was placed before, with another request. */
  function selectOf(number) {
    return selects.find(function (select) {
      return numberOf(select) === number;
    });
  }

  function numberOf(select) {
    return Number(select.name.replace("page_", ""));
  }

  function words(select) {
    if (!select) return "placed already";
    return select.value ? select.selectedOptions[0].textContent : "not placed yet";
  }

  function tell() {
    const placed = selects.filter(function (select) {
      return select.value !== "";
    }).length;
    bar.value = placed;
    count.textContent = placed + " of " + selects.length + " placed";
    tellOpen();
    element.querySelectorAll("[data-page]").forEach(function (chip) {
      const select = selectOf(Number(chip.dataset.number));
      chip.toggleAttribute("data-done", !select || select.value !== "");
    });
    showPage();
  }

  /* What is missing before the request can be opened, in words beside the button. */
  function tellOpen() {
    const open = [];
    const left = selects.filter(function (select) {
      return select.value === "";
    }).length;
    if (left) open.push(left === 1 ? "1 page" : left + " pages");
    const purpose = form.querySelector("input[name=purpose]:checked").value;
    if (purpose === "settle") {
      if (!form.elements["settle-kind"].value) open.push("why");
      if (!form.elements["settle-reason"].value.trim()) open.push("the reason");
    } else if (!form.querySelector("input[name=member_id]:checked")) {
      open.push("the member");
    }
    if (purpose !== "new" && purpose !== "settle") {
      if (!form.elements.case_number.value.trim()) open.push("the case number");
      if (purpose === "appeal" && !form.elements.filed_by.value) open.push("who filed the appeal");
      if (purpose === "appeal" && !form.elements.appeal_urgency.value) open.push("the kind of appeal");
    } else if (purpose === "new") {
      if (!form.elements.requester_id.value) open.push("the provider");
      if (!form.querySelector("input[name=urgency]:checked")) open.push("the urgency");
      if (!form.elements["lines-0-product"].value.trim()) open.push("the service");
    }
    const ruledOut = form.elements.not_an_appeal;
    if (ruledOut && !ruledOut.checked && ["new", "records", "settle", "file_only", "reconsider"].includes(purpose)) open.push("whether it is an appeal");
    const words = open.length ? "Still open: " + open.join(", ") + "." : "Ready.";
    if (stillOpen.textContent !== words) stillOpen.textContent = words;
  }

  function showPage() {
    const number = viewer.number;
    const select = selectOf(number);
    palettePage.textContent = "Page " + number;
    paletteNow.textContent = words(select);
    form.querySelectorAll("[data-place]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(Boolean(select) && button.dataset.place === select.value));
    });
    form.querySelectorAll("[data-place-row]").forEach(function (row) {
      row.classList.toggle("is-shown", Number(row.dataset.placeRow) === number);
    });
    const row = form.querySelector(".is-shown");
    if (row) {
      const list = row.parentElement;
      const top = row.offsetTop - list.offsetTop;
      if (top < list.scrollTop || top + row.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = top - 40;
    }
  }

  function place(value) {
    const number = viewer.number;
    const select = selectOf(number);
    if (!select) {
      window.precert.say(SETTLED.replace("#", number));
      return;
    }
    if (!value) {
      window.precert.say("The page before has no place yet");
      return;
    }
    select.value = value;
    proposals.placed(number, value);
    wentOn(number, "Page " + number + ": " + words(select));
  }

  /* Something was said of a page: tell it, and turn to the next page without a place. */
  function wentOn(number, sentence) {
    changed = true;
    tell();
    window.precert.say(sentence);
    const next = selects.find(function (other) {
      return numberOf(other) > number && other.value === "";
    });
    if (next) viewer.show(numberOf(next));
  }

  const proposals = window.precert.proposals(form, {
    shown: function () {
      return viewer.number;
    },
    settled: function (number) {
      return SETTLED.replace("#", number);
    },
    words: function (number) {
      return words(selectOf(number));
    },
    wentOn: wentOn,
    changed: function (sentence) {
      changed = true;
      tell();
      window.precert.say(sentence);
    },
  });

  form.addEventListener("click", function (event) {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.place) {
      place(button.dataset.place);
    } else if (button.hasAttribute("data-place-same")) {
      const before = selectOf(viewer.number - 1);
      place(before ? before.value : "");
    } else if (proposals.pressed(button)) {
      return;
    } else if (button.dataset.find) {
      event.preventDefault();
      find(button);
    }
  });

  form.addEventListener("change", function (event) {
    changed = true;
    if (event.target.closest(".page-places")) tell();
    if (event.target.name === "purpose") choosePurpose();
    tellOpen();
    if (event.target.name === "member_number" || event.target.name === "birth_date") {
      const found = form.querySelector("[data-candidates]");
      if (found.querySelector("input")) {
        found.textContent = "An identifier changed: find the member again.";
        tellOpen();
      }
    }
  });
  form.addEventListener("focusin", function (event) {
    const row = event.target.closest("[data-place-row]");
    if (row && Number(row.dataset.placeRow) !== viewer.number) viewer.show(Number(row.dataset.placeRow));
  });
  element.addEventListener("precert:page", showPage);

  function choosePurpose() {
    const chosen = form.querySelector("input[name=purpose]:checked").value;
    form.querySelectorAll("[data-for-purpose]").forEach(function (part) {
      part.hidden = !part.dataset.forPurpose.split(" ").includes(chosen);
    });
  }

  function find(button) {
    const place = form.querySelector("[data-candidates]");
    button.disabled = true;
    fetch(button.dataset.find, { method: "POST", body: new FormData(form), credentials: "same-origin", headers: { Accept: "text/html" } })
      .then(function (answer) {
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        return answer.text();
      })
      .then(function (html) {
        place.innerHTML = html;
        tellOpen();
      })
      .catch(function () {
        place.textContent = "The members could not be looked up. What you typed is still here; try again, or load the page again if you were signed out.";
      })
      .finally(function () {
        button.disabled = false;
        button.focus();
      });
  }

  form.addEventListener("input", function (event) {
    if (event.target.name === "settle-reason") tellOpen();
  });

  form.addEventListener("submit", function () {
    leaving = true;
  });
  window.addEventListener("pageshow", function () {
    leaving = false;
  });
  window.addEventListener("beforeunload", function (event) {
    if (changed && !leaving) event.preventDefault();
  });

  /* Enter in a field must not press the first button of the form: it finds the member or does nothing. */
  form.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    if (event.target.type === "date" && event.target.closest(".page-places")) {
      element.querySelector("[data-stage]").focus();
      return;
    }
    if (["member_number", "birth_date", "family_name"].includes(event.target.name)) {
      form.querySelector("[data-find]").click();
    }
  });

  choosePurpose();
  tell();
})();

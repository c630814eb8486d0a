/* Sends each chosen or dropped file by itself, with its own progress and its own answer;
   pieces.js goes on after a break.
   Without this script the form sends them all together. */
"use strict";

(function () {
  const form = document.querySelector("[data-upload]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const results = document.querySelector("[data-upload-results]");
  const list = results.querySelector("[data-upload-list]");
  const count = results.querySelector("[data-upload-count]");
  const done = results.querySelector("[data-upload-done]");
  const maxBytes = Number(form.dataset.maxBytes);
  const urls = {
    begin: form.dataset.beginUrl,
    state: form.dataset.stateUrl,
    piece: form.dataset.pieceUrl,
    finish: form.dataset.finishUrl,
  };
  const waiting = [];
  const totals = { all: 0, received: 0, refused: 0 };
  let busy = false;

  form.querySelectorAll("[data-needs-script]").forEach(function (one) {
    one.hidden = false;
  });
  form.querySelector("[data-plain-send]").hidden = true;

  input.addEventListener("change", function () {
    take(input.files);
    input.value = "";
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    take(input.files);
    input.value = "";
  });

  let depth = 0;
  function hasFiles(event) {
    return event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");
  }
  document.addEventListener("dragenter", function (event) {
    if (!hasFiles(event)) return;
    depth += 1;
    document.body.classList.add("is-dropping");
  });
  document.addEventListener("dragleave", function () {
    depth = Math.max(0, depth - 1);
    if (!depth) document.body.classList.remove("is-dropping");
  });
  document.addEventListener("dragover", function (event) {
    if (hasFiles(event)) event.preventDefault();
  });
  document.addEventListener("drop", function (event) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = 0;
    document.body.classList.remove("is-dropping");
    take(event.dataTransfer.files);
  });

  window.addEventListener("beforeunload", function (event) {
    if (busy) event.preventDefault();
  });

  function take(files) {
    Array.from(files).forEach(function (file) {
      results.hidden = false;
      totals.all += 1;
      waiting.push({ file: file, row: addRow(file) });
    });
    tell();
    next();
  }

  function next() {
    if (busy) return;
    const item = waiting.shift();
    if (!item) {
      if (totals.all) finish();
      return;
    }
    send(item);
  }

  function finish() {
    done.hidden = totals.received === 0;
    const parts = [totals.received + " received"];
    if (totals.refused) parts.push(totals.refused + " not received");
    window.precert.say("Upload finished: " + parts.join(", ") + ".");
  }

  function tell() {
    const parts = [totals.received + " of " + totals.all + " received"];
    if (totals.refused) parts.push(totals.refused + " not received");
    count.textContent = parts.join(", ");
  }

  function size(bytes) {
    if (bytes === 0) return "empty";
    if (bytes < 1024 * 1024) return Math.max(1, Math.round(bytes / 1024)) + " KB";
    return (bytes / 1024 / 1024).toFixed(1) + " MB";
  }

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function addRow(file) {
    const row = make("li", "upload");
    const head = make("div", "upload-head");
    head.append(make("span", "upload-name", file.name), make("span", "muted small", size(file.size)));
    const state = make("span", "badge", "Waiting");
    head.append(state);
    const bar = make("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", "Sent of " + file.name);
    const say = make("p", "small");
    row.append(head, bar, say);
    list.append(row);
    return { row: row, state: state, bar: bar, say: say };
  }

  function show(row, tone, word, sentence) {
    row.state.className = "badge badge-" + tone;
    row.state.textContent = word;
    row.say.textContent = sentence || "";
  }

  function refuse(item, sentence, again) {
    totals.refused += 1;
    show(item.row, "bad", "Not received", sentence);
    item.row.bar.hidden = true;
    window.precert.say(item.file.name + ": " + sentence);
    if (again) {
      const button = make("button", "button button-small", item.upload && item.upload.key ? "Go on" : "Try again");
      button.type = "button";
      button.addEventListener("click", function () {
        button.remove();
        totals.refused -= 1;
        item.row.bar.hidden = false;
        if (item.upload) item.upload.unsure = Boolean(item.upload.key);
        show(item.row, "quiet", "Waiting");
        waiting.push(item);
        tell();
        next();
      });
      item.row.row.append(button);
    }
    settle();
  }

  function settle() {
    busy = false;
    tell();
    next();
  }

  async function send(item) {
    busy = true;
    const megabytes = Math.round(maxBytes / 1024 / 1024);
    if (item.file.size > maxBytes) {
      refuse(item, "The file is larger than " + megabytes + " MB. It was not sent. Send it in smaller parts.", false);
      return;
    }
    item.upload = item.upload || { file: item.file, form: form, urls: urls, offset: 0, key: "" };
    show(item.row, "info", "Sending");
    const ended = await window.precert.sendInPieces(item.upload, function (sent, sentence) {
      const percent = Math.round((sent / item.file.size) * 100);
      item.row.bar.value = percent;
      item.row.say.textContent = sentence || (percent < 100 ? percent + " % sent" : "All sent, being checked");
    });
    if (!ended.receipt) {
      refuse(item, ended.sentence, Boolean(ended.again));
      return;
    }
    totals.received += 1;
    item.row.bar.hidden = true;
    show(item.row, "good", "Received", ended.sentence);
    settle();
  }
})();

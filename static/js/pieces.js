/* Sends one file in pieces. After a break it asks how much has come and goes on from there,
   a few times by itself; then it gives up and says what is kept. */
"use strict";

(function () {
  const precert = (window.precert = window.precert || {});
  const MOST_RESTARTS = 2;
  const WAITS_MS = [1000, 2000, 4000];
  const canCount = Boolean(window.crypto && window.crypto.subtle);

  function hex(buffer) {
    return Array.from(new Uint8Array(buffer), function (byte) {
      return byte.toString(16).padStart(2, "0");
    }).join("");
  }

  /* The SHA-256 of a file or a part of one; empty where the browser cannot count it. */
  async function sha256(blob) {
    if (!canCount) return "";
    return hex(await window.crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  }

  /* The same; null where the file can no longer be read. */
  function counted(blob) {
    return sha256(blob).catch(function () {
      return null;
    });
  }

  function unreadable(upload) {
    upload.sha256 = undefined;
    return { finished: true, sentence: "The file can no longer be read on this computer. Choose it again." };
  }

  function rest(milliseconds) {
    return new Promise(function (resolve) {
      window.setTimeout(resolve, milliseconds);
    });
  }

  /* One request; status 0 when it broke. */
  function ask(method, url, given) {
    return new Promise(function (resolve) {
      const request = new XMLHttpRequest();
      request.open(method, url);
      request.setRequestHeader("Accept", "application/json");
      if (method === "POST") request.setRequestHeader("X-CSRFToken", precert.csrfToken());
      Object.keys(given.headers || {}).forEach(function (name) {
        if (given.headers[name]) request.setRequestHeader(name, given.headers[name]);
      });
      request.responseType = "json";
      request.timeout = 60000;
      if (given.progress) {
        request.upload.addEventListener("progress", function (event) {
          given.progress(event.loaded);
        });
      }
      ["load", "error", "abort", "timeout"].forEach(function (name) {
        request.addEventListener(name, function () {
          resolve({ status: name === "load" ? request.status : 0, body: request.response || {} });
        });
      });
      request.send(given.body || null);
    });
  }

  function isBreak(answer) {
    return answer.status === 0 || answer.status === 423 || answer.status >= 500;
  }

  /* Sends the file; upload is what begin() left, so that it can be called again to go on.
     Resolves to {receipt, sentence}, or {sentence, again: true} where it can go on later. */
  precert.sendInPieces = async function (upload, tell) {
    let tries = 0;
    for (;;) {
      const answer = await step(upload, tell);
      if (answer.finished) return answer;
      if (answer.moved) tries = 0;
      if (!answer.broke) continue;
      if (tries === WAITS_MS.length) return gaveUp(upload);
      tell(upload.offset, "The connection broke. Trying again.");
      await rest(WAITS_MS[tries]);
      tries += 1;
      upload.unsure = true;
    }
  };

  function gaveUp(upload) {
    const kept = !upload.key
      ? "Nothing of this file was kept. Try again."
      : !upload.offset
        ? "Go on here, or choose the same file again later."
        : "What had come so far is kept until " + upload.keptUntil + ". Go on here, or choose the same file again later.";
    const percent = Math.floor((100 * upload.offset) / upload.file.size);
    const broke = upload.offset ? "The connection broke at " + percent + " %. " : "The connection broke before anything came through. ";
    return { finished: true, again: true, sentence: broke + kept };
  }

  /* The next thing to do for the upload. */
  function step(upload, tell) {
    if (!upload.key) return begin(upload);
    if (upload.unsure) return look(upload);
    if (upload.offset < upload.file.size) return piece(upload, tell);
    tell(upload.offset, "All sent, being checked");
    return finish(upload);
  }

  async function begin(upload) {
    if (upload.sha256 === undefined) upload.sha256 = await counted(upload.file);
    if (upload.sha256 === null) return unreadable(upload);
    const body = new FormData(upload.form);
    body.delete("files");
    body.append("name", upload.file.name);
    body.append("size", upload.file.size);
    body.append("sha256", upload.sha256);
    const answer = await ask("POST", upload.urls.begin, { body: body });
    if (answer.status !== 201) return other(upload, answer);
    upload.key = answer.body.key;
    upload.offset = answer.body.offset;
    upload.pieceBytes = answer.body.piece_bytes;
    upload.keptUntil = answer.body.kept_until;
    return {};
  }

  async function look(upload) {
    const answer = await ask("GET", upload.urls.state, { headers: { "Upload-Key": upload.key } });
    if (answer.status !== 200) return other(upload, answer);
    upload.unsure = false;
    upload.offset = answer.body.offset;
    return {};
  }

  async function piece(upload, tell) {
    const begin = upload.offset;
    const blob = upload.file.slice(begin, begin + upload.pieceBytes);
    const count = await counted(blob);
    if (count === null) return unreadable(upload);
    const answer = await ask("POST", upload.urls.piece, {
      body: blob,
      headers: {
        "Content-Type": "application/octet-stream",
        "Upload-Key": upload.key,
        "Upload-Offset": String(begin),
        "Upload-Sha256": count,
      },
      progress: function (loaded) {
        tell(Math.min(begin + loaded, upload.file.size), "");
      },
    });
    if (answer.status === 200 && !answer.body.error) {
      upload.offset = answer.body.offset;
      return { moved: true };
    }
    return other(upload, answer);
  }

  async function finish(upload) {
    const answer = await ask("POST", upload.urls.finish, { headers: { "Upload-Key": upload.key } });
    if (answer.status === 201) {
      return { finished: true, receipt: answer.body.receipt, sentence: answer.body.sentence };
    }
    return other(upload, answer);
  }

  /* What every step may meet: a break, another place in the file, a lost upload, a refusal. */
  function other(upload, answer) {
    if (isBreak(answer)) return { broke: true };
    if (answer.status === 409) {
      upload.offset = answer.body.offset;
      return { broke: true };
    }
    if (answer.status === 422) return { broke: true };
    if (answer.status === 404 || answer.status === 410) {
      upload.key = "";
      upload.offset = 0;
      upload.restarts = (upload.restarts || 0) + 1;
      if (upload.restarts <= MOST_RESTARTS) return { broke: true };
    }
    const kept = answer.status === 401 || answer.body.error === "no_space";
    if (!kept) upload.key = "";
    const heard = answer.body.sentence || "The server could not take the file.";
    return { finished: true, again: kept || answer.body.error === "quota", sentence: heard };
  }
})();

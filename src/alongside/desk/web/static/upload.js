// Sends large files in parts, shows how far they are, and goes on where the line broke. Without this file the same form sends the same
// files in one piece. The form carries its sentences in data attributes; nothing here is kept in the browser.
"use strict";

const SMALL = 8 * 1024 * 1024; // what fits into one part needs no steps
const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds between two attempts; the last one again and again
const TRIES = 40;

class Told extends Error {} // a sentence of the desk: trying again would not help

const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

const asked = async (address, body) => {
  const answer = await fetch(address, { method: "POST", body, redirect: "error" });
  const kind = answer.headers.get("Content-Type") || "";
  if (!kind.startsWith("application/json")) {
    if (answer.status === 503 || answer.status === 408) throw new Error("busy");
    throw new Told("");
  }
  const told = await answer.json();
  if (told.sentence) throw new Told(told.sentence);
  return told;
};

const words = (form, file) => {
  const fields = new URLSearchParams({ name: file.name, size: String(file.size), mark: String(file.lastModified) });
  for (const name of ["title", "source"]) {
    const value = new FormData(form).get(name);
    if (typeof value === "string") fields.append(name, value);
  }
  return fields;
};

const piece = (file, from, size) => {
  const body = new FormData();
  body.append("offset", String(from));
  body.append("file", file.slice(from, from + size), "part");
  return body;
};

const sent = async (form, file, show) => {
  let failed = 0;
  let end = ""; // where it is asked for whole, once all of it is there: an answer that was lost is asked for again
  while (true) {
    try {
      if (end && (await asked(end, new URLSearchParams())).received === file.size) return;
      const place = await asked(form.dataset.upload, words(form, file)); // also says where to go on
      let here = place.received;
      show(here);
      while (here < file.size) {
        const now = (await asked(place.part, piece(file, here, place.size))).received;
        if (now > here) failed = 0;
        else if ((failed += 1) >= TRIES) throw new Error("stuck");
        here = now;
        show(here);
      }
      end = place.whole;
      if ((await asked(end, new URLSearchParams())).received === file.size) return;
      throw new Error("not whole");
    } catch (error) {
      if (error instanceof Told || failed >= TRIES) throw error;
      show(-1);
      await wait(PAUSES[Math.min(failed, PAUSES.length - 1)]);
      failed += 1;
    }
  }
};

const all = async (form, files, parts) => {
  const total = files.reduce((sum, file) => sum + file.size, 0) || 1;
  let before = 0;
  parts.bar.hidden = false;
  parts.button.disabled = true;
  for (const file of files) {
    await sent(form, file, (here) => {
      if (here >= 0) parts.bar.value = (before + here) / total;
      const percent = Math.floor(parts.bar.value * 100);
      parts.status.textContent = here < 0 ? form.dataset.broke : form.dataset.under.replace("{percent}", percent);
    });
    before += file.size;
  }
};

for (const form of document.querySelectorAll("form[data-upload]")) {
  const parts = {
    bar: form.querySelector("progress"),
    status: form.querySelector("[role=status]"),
    button: form.querySelector("button"),
  };
  form.addEventListener("submit", (event) => {
    const files = [...form.elements.file.files];
    if (!files.some((file) => file.size > SMALL)) return;
    event.preventDefault();
    all(form, files, parts).then(
      () => window.location.replace(form.action),
      (error) => {
        parts.status.textContent = error.message && error instanceof Told ? error.message : form.dataset.stopped;
        parts.button.disabled = false;
      },
    );
  });
}

// Asks the browser for a passkey. Without this file the same pages work with an app or a recovery code.
// A form with data-passkey="create" or "get" carries the question in data-options; the answer goes into its field "enter-passkey".
"use strict";

const fromText = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// The question with its bytes as bytes: by hand, because older browsers cannot read it from JSON themselves.
const question = (form) => {
  const options = JSON.parse(form.dataset.options);
  options.challenge = fromText(options.challenge);
  if (options.user) options.user.id = fromText(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials]) {
    for (const known of list || []) known.id = fromText(known.id);
  }
  return { publicKey: options };
};

const answer = (credential) => {
  const given = credential.response;
  const response = { clientDataJSON: toText(given.clientDataJSON) };
  if (given.attestationObject) {
    response.attestationObject = toText(given.attestationObject);
  } else {
    response.authenticatorData = toText(given.authenticatorData);
    response.signature = toText(given.signature);
    response.userHandle = given.userHandle ? toText(given.userHandle) : null;
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: {},
  });
};

const ask = async (form) => {
  const fault = form.querySelector("[data-fault]");
  fault.hidden = true;
  try {
    const asked = question(form);
    const credential =
      form.dataset.passkey === "create" ? await navigator.credentials.create(asked) : await navigator.credentials.get(asked);
    form.elements["enter-passkey"].value = answer(credential);
    form.submit(); // sends the form without coming back here
  } catch {
    fault.hidden = false; // refused, timed out, or no such key: the other ways stand on the same page
  }
};

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    for (const part of form.querySelectorAll("[data-with]")) part.hidden = false;
    for (const part of form.querySelectorAll("[data-without]")) part.hidden = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void ask(form);
    });
  }
}

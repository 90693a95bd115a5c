// The page works without this. With it, presses change the page in place and both windows stay alike.
// Everything shown comes from the server as HTML; this script only puts each part where it belongs.

const banner = document.getElementById("banner");
const asServed = new Map();
let revision = Number(document.body.dataset.revision);
let looking = false;
let lookAgain = false;

document.documentElement.classList.add("script");
partsOf(document).forEach((part) => asServed.set(part.id, bare(part)));
partsOf(document).forEach(scrollDown);
reveal();
restoreDrafts();
listen();

function partsOf(root) {
  return [...root.querySelectorAll("[data-part]")];
}

// What a part was when it came: what people type, open or have pointed out to them since does not count.
function bare(element) {
  return element.outerHTML.replaceAll(" point\"", "\"");
}

function take(page) {
  if (page.body.dataset.play !== document.body.dataset.play) {
    location.assign("/");
    return;
  }
  const served = Number(page.body.dataset.revision);
  if (served < revision) return; // it was on its way while a newer one arrived
  const focus = document.activeElement?.id;
  revision = served;
  document.body.dataset.revision = revision;
  partsOf(page).forEach(swap);
  point(page);
  if (focus && document.activeElement?.id !== focus) document.getElementById(focus)?.focus();
}

function swap(fresh) {
  const part = document.getElementById(fresh.id);
  const served = bare(fresh);
  if (!part || asServed.get(fresh.id) === served) return;
  asServed.set(fresh.id, served);
  if (part.hasAttribute("data-list")) {
    follow(part, fresh);
    return;
  }
  if (part.hasAttribute("data-form")) part.dataset.form = fresh.dataset.form;
  part.replaceChildren(...fresh.cloneNode(true).childNodes);
}

// A list keeps the lines it has, so that a screen reader hears the new ones alone.
function follow(list, fresh) {
  const wanted = [...fresh.children];
  const names = new Set(wanted.map((line) => line.id));
  [...list.children].forEach((line) => names.has(line.id) || line.remove());
  wanted.forEach((line, place) => {
    const known = document.getElementById(line.id);
    const next = list.children[place] ?? null;
    if (known && bare(known) === bare(line)) {
      if (known !== next) list.insertBefore(known, next);
      return;
    }
    const added = line.cloneNode(true);
    if (known) known.replaceWith(added);
    else {
      added.classList.add("fresh");
      added.addEventListener("animationend", () => added.classList.remove("fresh"), { once: true });
      list.insertBefore(added, next);
    }
  });
  scrollDown(list);
}

function scrollDown(part) {
  const talk = part.closest(".talk");
  if (talk && part.hasAttribute("data-list")) talk.scrollTop = talk.scrollHeight;
}

// What is pointed out in a conversation comes into sight there; the page itself stays where it is.
function reveal() {
  document.querySelectorAll(".talk .point").forEach((button) => {
    const talk = button.closest(".talk");
    const above = button.getBoundingClientRect().top - talk.getBoundingClientRect().top;
    if (above < 0) talk.scrollTop += above - talk.clientHeight / 2;
  });
}

function point(page) {
  const pointed = new Set([...page.querySelectorAll(".point")].map((one) => one.id));
  document.querySelectorAll(".point").forEach((one) => one.classList.remove("point"));
  pointed.forEach((id) => document.getElementById(id)?.classList.add("point"));
  reveal();
}

async function read(response) {
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

// Look at the page again, once more if something changed meanwhile, never twice at once.
async function look() {
  if (looking) {
    lookAgain = true;
    return;
  }
  looking = true;
  try {
    do {
      lookAgain = false;
      const address = new URL(location.href);
      address.searchParams.delete("note");
      const page = await read(await fetch(address, { cache: "no-store" }));
      const note = document.getElementById("note").innerHTML;
      take(page);
      if (note.trim()) document.getElementById("note").innerHTML = note;
    } while (lookAgain);
  } catch {
    say("The rehearsal doesn't answer. Start it again with “make demo”; this page finds it by itself.");
  } finally {
    looking = false;
  }
}

function listen() {
  const live = new EventSource("/live");
  live.onmessage = (message) => {
    const told = JSON.parse(message.data);
    if (told.play !== document.body.dataset.play) {
      say("Another rehearsal has begun. What you see here is the one before.", true);
      return;
    }
    hush();
    if (told.revision !== revision) look();
  };
  live.onerror = () => {
    say("The rehearsal isn't running. Start it again with “make demo”; nothing you typed here is lost.");
    if (live.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
}

function say(words, link = false) {
  document.getElementById("banner-link").hidden = !link;
  document.getElementById("banner-words").textContent = words;
  banner.hidden = false;
}

function hush() {
  banner.hidden = true;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const button = event.submitter;
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  button?.setAttribute("aria-busy", "true");
  try {
    await send(form, button);
  } catch {
    say("That didn't reach the rehearsal. Nothing was lost: try again in a moment.");
  } finally {
    delete form.dataset.busy;
    button?.removeAttribute("aria-busy");
  }
});

// The answer to a press may come after a look that the same press caused, so what stood before is noted first.
async function send(form, button) {
  const slot = form.closest("[data-slot]");
  const before = slot?.querySelector("[data-form]")?.dataset.form;
  const data = new FormData(form, button);
  const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  const response = await fetch(form.getAttribute("action"), { method: "POST", body });
  if (response.status === 409) {
    say("Another rehearsal has begun, so nothing was sent. What you were writing is still here.", true);
    return;
  }
  if (!response.headers.get("Content-Type")?.startsWith("text/html")) {
    say(await response.text());
    return;
  }
  if (form.matches(".question")) forgetDraft(before);
  const page = await read(response);
  if (response.redirected && !isThisWindow(page)) {
    location.assign(response.url);
    return;
  }
  if (form.matches(".typing form")) form.reset();
  take(page);
  settle(slot, before);
}

// An address may leave out whom it shows, so a window is known by what it was served for.
function isThisWindow(page) {
  return ["play", "window"].every((name) => page.body.dataset[name] === document.body.dataset[name]);
}

// Put the focus where reading goes on: what is to mend, else the new question, else the latest words.
function settle(slot, before) {
  const problems = document.getElementById("problems-found") ?? document.querySelector("#note .note");
  if (problems) {
    problems.focus();
    problems.scrollIntoView({ block: "nearest" });
    return;
  }
  if (!slot) return;
  const sheet = slot.querySelector("[data-form]");
  const wrong = sheet.querySelector("[aria-invalid=true]");
  if (wrong) wrong.focus();
  else if (sheet.dataset.form && sheet.dataset.form !== before) sheet.querySelector("h3").focus();
  else if (!document.activeElement || document.activeElement === document.body) {
    slot.querySelector(".bot:last-of-type, .rows > li:last-child")?.focus({ preventScroll: true });
  }
}

// What is typed into a form outlives a reload: kept in this window alone, until it is sent.
function draftName(token) {
  return `draft:${document.body.dataset.play}:${token}`;
}

document.addEventListener("input", (event) => {
  const form = event.target.closest(".question");
  if (!form) return;
  const values = [...new FormData(form)].filter(([name]) => name.startsWith("field."));
  sessionStorage.setItem(draftName(form.elements.token.value), JSON.stringify(values));
});

function restoreDrafts() {
  document.querySelectorAll(".question").forEach((form) => {
    const kept = sessionStorage.getItem(draftName(form.elements.token.value));
    if (!kept) return;
    const values = JSON.parse(kept);
    form.querySelectorAll("[name^='field.']").forEach((field) => {
      const given = values.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
      else if (given.length) [field.value] = given;
    });
  });
}

function forgetDraft(token) {
  sessionStorage.removeItem(draftName(token));
}

document.addEventListener("change", (event) => {
  event.target.closest("[data-choice]")?.requestSubmit();
});

// A people file may be dropped anywhere.
const upload = document.querySelector(".upload");

document.addEventListener("dragover", (event) => {
  event.preventDefault();
  upload.classList.add("over");
});

document.addEventListener("dragleave", () => upload.classList.remove("over"));

document.addEventListener("drop", (event) => {
  event.preventDefault();
  upload.classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  upload.querySelector("input[type=file]").files = event.dataTransfer.files;
  upload.requestSubmit();
});

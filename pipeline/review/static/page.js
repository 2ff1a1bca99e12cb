// Forms are sent without leaving the page, so that a line that breaks loses nothing
// that was typed. Without this script every form works as forms always have.
"use strict";

(() => {
  const dirty = new Set();

  // A link's secret is taken out of the address, and so out of the browser's history.
  if (location.pathname.startsWith("/enter/")) history.replaceState(null, "", "/enter");

  addEventListener("beforeunload", (event) => {
    if (dirty.size > 0) event.preventDefault();
  });

  const tell = (place, kind, message, more) => {
    place.className = "status " + kind;
    place.textContent = message;
    if (more && more.length) {
      const list = document.createElement("ul");
      for (const line of more) {
        const item = document.createElement("li");
        item.textContent = line;
        list.append(item);
      }
      place.append(list);
    }
  };

  const post = (url, form) => fetch(url, {
    method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" }, redirect: "error",
  });

  for (const form of document.querySelectorAll("form[data-save]")) {
    const status = form.querySelector(".status");
    const auto = form.hasAttribute("data-auto");
    let timer = 0, sending = false, changed = 0, waiting = false;

    if (auto) addEventListener("online", () => { if (dirty.has(form)) send(false); });

    const send = async (goOn) => {
      clearTimeout(timer);
      if (sending) { waiting = true; return; }
      sending = true;
      const at = changed;
      tell(status, "", "Saving …");
      try {
        const answer = await post(form.action, form);
        const said = await answer.json();
        if (said.saved) {
          if (at === changed) dirty.delete(form);
          tell(status, "good", said.message);
          if (goOn && said.to) {
            dirty.delete(form);
            const to = new URL(said.to, location.href);
            if (to.pathname === location.pathname) { location.replace(to); if (to.search === location.search) location.reload(); }
            else location.assign(to);
          }
        } else {
          tell(status, "bad", said.message, said.more);
        }
      } catch {
        // A vote is its member's own, and the last counts. Anything else is sent again only
        // by the one who wrote it: it may be about what others have settled meanwhile.
        tell(status, "bad", "Not saved: there is no connection. What you typed is still here. " +
          (auto ? "It is sent again by itself." : "Press the button again when the connection is back."));
        if (auto) timer = setTimeout(() => send(false), 5000);
      } finally {
        sending = false;
        if (waiting) { waiting = false; send(goOn); }
      }
    };

    form.addEventListener("input", () => {
      changed++;
      dirty.add(form);
      if (auto && form.querySelector("input[name=value]:checked")) {
        tell(status, "", "Not saved yet …");
        clearTimeout(timer);
        timer = setTimeout(() => send(false), 1500);
      }
    });

    form.addEventListener("submit", (event) => {
      if (event.submitter && event.submitter.name === "do") {
        event.preventDefault();
        check(form);
        return;
      }
      event.preventDefault();
      send(!auto);
    });
  }

  // The live check: what the framework's rules say of a decision before it is made.
  let asked = 0;
  const check = async (form) => {
    const place = document.getElementById("check");
    const mine = ++asked;
    try {
      const answer = await post(form.dataset.check, form);
      const said = await answer.json();
      if (mine !== asked) return;
      place.replaceChildren();
      const line = document.createElement("p");
      const held = document.createElement("span");
      tell(held, said.more && said.more.length ? "bad" : "", said.message, null);
      line.append(held);
      place.append(line);
      if (said.more && said.more.length) {
        const list = document.createElement("ul");
        for (const text of said.more) {
          const item = document.createElement("li");
          item.textContent = text;
          list.append(item);
        }
        place.append(list);
      }
    } catch {
      if (mine === asked) place.textContent = "It could not be checked: there is no connection.";
    }
  };
  for (const form of document.querySelectorAll("form[data-check]")) {
    let timer = 0;
    form.addEventListener("input", () => {
      if (!form.querySelector("#disposition").value) return;
      clearTimeout(timer);
      timer = setTimeout(() => check(form), 700);
    });
  }

  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const status = button.parentElement.querySelector(".status");
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
        tell(status, "good", "Copied.");
      } catch {
        tell(status, "bad", "It could not be copied; mark the text and copy it.");
      }
    });
  }
})();

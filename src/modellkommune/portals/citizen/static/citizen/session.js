// Warns before the session ends and saves what was typed before it does. Without this script the page states the
// time of the end, and a form that arrives later is kept all the same.
(() => {
  const WARN = 120; // seconds before the end: WCAG 2.2.1 asks for twenty
  const SAVE = 12; // seconds before the end: time for the form to arrive
  const dialog = document.getElementById("session-dialog");
  if (!dialog) return;
  const form = document.getElementById(dialog.dataset.form);
  const clock = dialog.querySelector("[data-clock]");
  const said = dialog.querySelector("[data-said]");
  const later = (seconds) => Date.now() + seconds * 1000;
  let ends = later(Number(dialog.dataset.left));
  let before = null;
  let announced = 0;

  const ask = async (method) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    const headers = token ? { "X-CSRFToken": token.value } : {};
    const answer = await fetch(dialog.dataset.url, { method, headers, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const close = () => {
    dialog.close();
    if (before) before.focus();
  };

  const saveAndEnd = () => {
    if (!form) {
      window.location.assign(dialog.dataset.back); // a page that does not prolong the session
      return;
    }
    const wish = document.createElement("input");
    Object.assign(wish, { type: "hidden", name: "wish", value: dialog.dataset.wish });
    form.append(wish);
    form.submit();
  };

  const show = (left) => {
    if (!dialog.open) {
      before = document.activeElement;
      announced = 0;
      dialog.showModal();
    }
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    // Read out now and then, not every second.
    const mark = left > 60 ? 120 : left > 30 ? 60 : left > 20 ? 30 : 20;
    if (mark === announced) return;
    announced = mark;
    const text = left > 90 ? said.dataset.minutes : said.dataset.seconds;
    said.textContent = text.replace("{count}", left > 90 ? Math.ceil(left / 60) : left);
  };

  const stay = async () => {
    try {
      const told = await ask("POST");
      if (told.left <= WARN) {
        dialog.querySelector("[data-last]").hidden = false;
        return;
      }
      ends = later(told.left);
      close();
    } catch {
      dialog.querySelector("[data-failed]").hidden = false;
    }
  };

  const end = async () => {
    window.clearInterval(timer);
    try {
      const told = await ask("GET"); // another window may have been used meanwhile
      if (told.left > SAVE + 5) {
        ends = later(told.left);
        timer = window.setInterval(look, 1000);
        if (told.left > WARN && dialog.open) close();
        return;
      }
    } catch {
      // Whatever it is, saving is worth trying.
    }
    saveAndEnd();
  };

  const look = () => {
    const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
    if (left <= SAVE) end();
    else if (left <= WARN) show(left);
  };

  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  dialog.querySelector("[data-end]").addEventListener("click", saveAndEnd);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    stay();
  });
  let timer = window.setInterval(look, 1000);
  look();
})();

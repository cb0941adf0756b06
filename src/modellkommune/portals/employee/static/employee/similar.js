// While an idea is typed, what resembles it is fetched and shown below: at most one question at a time, half a
// second after the last key. Without this script the next page shows the same.
(() => {
  const form = document.getElementById("idee");
  const frame = form?.querySelector("[data-similar]");
  if (!frame) return;
  const [title, text] = [form.elements.title, form.elements.text];
  let waiting, asked = "", under_way;

  const ask = async () => {
    const typed = `${title.value} ${text.value}`.trim();
    if (typed === asked || typed.length < 8) return;
    asked = typed;
    under_way?.abort();
    under_way = new AbortController();
    const sent = new FormData();
    for (const name of ["csrfmiddlewaretoken", "title", "text"]) sent.set(name, form.elements[name].value);
    try {
      const answer = await fetch(frame.dataset.similar, { method: "POST", body: sent, signal: under_way.signal });
      if (!answer.ok || answer.redirected) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      frame.replaceChildren(...part.childNodes);
    } catch { /* the next page shows it */ }
  };

  for (const input of [title, text]) {
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 500);
    });
  }
})();

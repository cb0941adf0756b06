// The tablet forgets a person who has gone: a count-down of the last seconds, then everything is wiped.
// Without this script the page refreshes itself; the server ends a visit by itself in any case.
"use strict";

const count = document.getElementById("count");

function countDown() {
  const quiet = Number(count.dataset.quiet) * 1000;
  const total = quiet + Number(count.dataset.warned) * 1000;
  const words = document.getElementById("count-words");
  const number = document.getElementById("count-number");
  let touched = Date.now();
  let told = touched;

  // Whoever reads or types for long sends nothing: the server is told now and then.
  function tell() {
    told = Date.now();
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    fetch(count.dataset.touched, { method: "POST", headers: { "X-CSRFToken": token ? token.value : "" } });
  }

  function touch() {
    touched = Date.now();
    if (touched - told > 20000) {
      tell();
    }
    show();
  }

  function show() {
    const idle = Date.now() - touched;
    if (idle >= total) {
      clearInterval(ticking);
      location.replace(count.dataset.end);
      return;
    }
    const warns = idle >= quiet;
    if (warns && count.hidden) {
      count.hidden = false;
      words.textContent = words.dataset.words;
    } else if (!warns && !count.hidden) {
      count.hidden = true;
      words.textContent = "";
    }
    number.textContent = String(Math.ceil((total - idle) / 1000));
  }

  for (const kind of ["pointerdown", "keydown", "input", "scroll"]) {
    addEventListener(kind, touch, { passive: true });
  }
  document.getElementById("count-go-on").addEventListener("click", tell);
  const ticking = setInterval(show, 250);
}

// The words of the result come into the live region when the wheel stands, so that they are read out then.
function announce(result) {
  const disc = document.querySelector(".wheel--turning .wheel__disc");
  if (!disc || matchMedia("(prefers-reduced-motion: reduce)").matches) {
    return;
  }
  const text = result.textContent;
  result.textContent = "";
  disc.addEventListener("animationend", () => {
    result.textContent = text;
  });
}

if (count) {
  countDown();
}
const result = document.getElementById("result");
if (result) {
  announce(result);
}
// A page out of the browser's memory is asked for anew: it may be another person's by now.
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    location.reload();
  }
});

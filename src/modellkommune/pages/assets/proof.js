// Solves a challenge of ALTCHA in workers, while somebody fills in a form; nothing leaves this server.
// Without this script, or if it fails, the form is sent without proof, and a person looks at what was sent.
const PATIENCE = 30_000; // milliseconds until the form is sent without proof
const FRESH = 15 * 60_000; // milliseconds; a challenge expires after twenty minutes

function solve(challenge, address) {
  const count = Math.min(navigator.hardwareConcurrency || 1, 4);
  const workers = Array.from({ length: count }, () => new Worker(address));
  const end = () => workers.forEach((worker) => worker.terminate());
  return new Promise((found, failed) => {
    setTimeout(() => failed(new Error("too slow")), PATIENCE);
    workers.forEach((worker, number) => {
      worker.onmessage = ({ data }) => (data && !data.error ? found(data) : failed(new Error("unsolved")));
      worker.onerror = failed;
      worker.postMessage({ type: "work", challenge, counterStart: number, counterStep: count, timeout: PATIENCE });
    });
  }).finally(end);
}

class Proof {
  constructor(place) {
    this.place = place;
    this.form = place.closest("form");
    this.answer = place.querySelector("input[type=hidden]");
    this.status = place.querySelector("[role=status]");
    this.form.addEventListener("focusin", () => this.begin(), { once: true });
    this.form.addEventListener("submit", (event) => this.send(event));
  }

  begin() {
    if (this.begun && Date.now() - this.begun < FRESH) return this.work;
    this.begun = Date.now();
    this.answer.value = "";
    this.work = this.prove().catch(() => {});
    return this.work;
  }

  async prove() {
    const challenge = await (await fetch(this.place.dataset.proof, { cache: "no-store" })).json();
    const solution = await solve(challenge, this.place.dataset.worker);
    this.answer.value = btoa(JSON.stringify({ challenge, solution }));
  }

  // The form waits for its proof; the button that was pressed is pressed again then.
  async send(event) {
    // Who ends without sending anything needs no proof.
    if (this.sending || event.submitter?.matches(".kern-btn--tertiary")) return;
    const work = this.begin();
    if (this.answer.value) return;
    event.preventDefault();
    if (this.waiting) return;
    this.waiting = true;
    this.status.textContent = this.place.dataset.wait;
    await work;
    this.sending = true;
    this.status.textContent = "";
    this.form.requestSubmit(event.submitter);
  }
}

for (const place of document.querySelectorAll("[data-proof]")) new Proof(place);
// Back from the next page everything begins anew: a proof is good once.
addEventListener("pageshow", (event) => event.persisted && location.reload());

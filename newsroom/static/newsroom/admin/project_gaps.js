// What a project's page still owes, asked of the server again while somebody types.

const PAUSE = 700; // milliseconds; rich text reaches the form a moment after it is typed

class Gaps extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form) return;
    this.known = this.values().toString();
    this.typed = () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE);
    };
    this.form.addEventListener("input", this.typed);
    this.form.addEventListener("change", this.typed);
    this.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-field]");
      if (link && this.lead(link.dataset.field)) event.preventDefault();
    });
    // The report of all projects links to a field.
    const field = location.hash.replace(/^#id_/, "");
    if (this.dataset.fields.split(" ").includes(field)) {
      requestAnimationFrame(() => this.lead(field));
    }
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.form?.removeEventListener("input", this.typed);
    this.form?.removeEventListener("change", this.typed);
  }

  values() {
    const data = new FormData(this.form);
    const told = new URLSearchParams();
    for (const name of this.dataset.fields.split(" ")) told.set(name, data.get(name) ?? "");
    return told;
  }

  async ask() {
    const told = this.values();
    if (told.toString() === this.known) return;
    const body = new URLSearchParams(told);
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken?.value ?? "");
    const response = await fetch(this.dataset.url, { method: "POST", body });
    // What was shown is still what was saved last.
    if (!response.ok) return;
    const answer = await response.json();
    this.known = told.toString();
    this.querySelector("[data-list]").innerHTML = answer.html;
    const summary = this.querySelector("[data-summary]");
    if (summary.textContent !== answer.summary) summary.textContent = answer.summary;
  }

  // Put the cursor into a field, whatever widget it has; false if there is none.
  lead(field) {
    const input = this.form.querySelector(`[name="${field}"]`);
    const around = input?.closest("[data-contentpath]");
    const target =
      input?.type === "hidden" ? around?.querySelector("[contenteditable=true]") : input;
    if (!target) return false;
    target.focus();
    (around ?? target).scrollIntoView({ block: "center" });
    return true;
  }
}

customElements.define("newsroom-gaps", Gaps);

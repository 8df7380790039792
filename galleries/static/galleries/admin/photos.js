// The panel of a page's photos: their alternative texts are judged while they are written, by the
// rules that publishing follows. Images in the text are judged with them.

const PAUSE = 400; // milliseconds without typing
const ALT = "-alt_text";
const IN_TEXT = /^(.+-\d+)-value-(?:.+-)?image$/; // fields of an image block in a StreamField

class PhotosController extends window.StimulusModule.Controller {
  static targets = ["progress", "summary", "next", "status", "finding"];
  static values = { url: String, picture: String, page: String, language: String, prefix: String };

  connect() {
    this.form = this.element.closest("form");
    this.rows = document.getElementById(`id_${this.prefixValue}-FORMS`);
    this.findings = new Map();
    this.judge = this.judge.bind(this);
    this.keydown = this.keydown.bind(this);
    this.form.addEventListener("input", this.judge);
    this.form.addEventListener("change", this.judge);
    this.form.addEventListener("keydown", this.keydown);
    // Rows come, go and move, and images are changed, without an event.
    this.observer = new MutationObserver(() => this.changed());
    this.observer.observe(this.rows, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ["src", "style"],
    });
    this.changed(0);
  }

  disconnect() {
    clearTimeout(this.timer);
    this.observer.disconnect();
    this.form.removeEventListener("input", this.judge);
    this.form.removeEventListener("change", this.judge);
    this.form.removeEventListener("keydown", this.keydown);
  }

  changed(pause = PAUSE) {
    this.enlarge();
    this.judge(null, pause);
  }

  judge(_event, pause = PAUSE) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), pause);
  }

  /* What the form holds */

  value(name) {
    const field = this.form.elements.namedItem(name);
    if (!field) return "";
    return field.type === "checkbox" ? field.checked : field.value;
  }

  // The fields for alternative texts, in the order in which they are seen.
  get alts() {
    return [...this.form.querySelectorAll(`[name$="${ALT}"]`)].filter((field) => {
      const base = field.name.slice(0, -ALT.length);
      const block = base.match(IN_TEXT)?.[1];
      const inPanel = this.rows.contains(field);
      return (inPanel ? !this.value(`${base}-DELETE`) : block && !this.value(`${block}-deleted`))
        && this.value(`${base}-image`);
    });
  }

  written(field) {
    const base = field.name.slice(0, -ALT.length);
    const block = base.match(IN_TEXT)?.[1];
    const inPanel = this.rows.contains(field);
    return {
      field: base,
      kind: inPanel ? "photo" : "text",
      image: Number(this.value(`${base}-image`)),
      row: this.value(inPanel ? `${base}-id` : `${block}-id`),
      alt: field.value,
      caption: this.value(inPanel ? `${base}-caption` : base.replace(/image$/, "caption")) || "",
      decorative: this.value(`${base}-decorative`) || false,
      shows_together: this.value(`${base}-shows_together`) || false,
    };
  }

  get page() {
    // Photos first, as on the page: see PhotosPageMixin.
    const pictures = this.alts.map((field) => this.written(field));
    return {
      page: this.pageValue ? Number(this.pageValue) : null,
      language: this.languageValue,
      headline: this.value("title"),
      lead: this.value("lead"),
      pictures: [
        ...pictures.filter((picture) => picture.kind === "photo"),
        ...pictures.filter((picture) => picture.kind === "text"),
      ],
    };
  }

  /* What is wrong in it */

  async ask() {
    const body = JSON.stringify(this.page);
    if (body === this.asked) return;
    this.asked = body;
    this.request?.abort();
    this.request = new AbortController();
    let answer;
    try {
      const response = await fetch(this.urlValue, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          [window.wagtailConfig.CSRF_HEADER_NAME]: window.wagtailConfig.CSRF_TOKEN,
        },
        body,
        signal: this.request.signal,
      });
      if (!response.ok) throw new Error(response.status);
      answer = await response.json();
    } catch (error) {
      // Without an answer nothing is claimed; the next key asks again.
      if (error.name !== "AbortError") this.asked = null;
      return;
    }
    this.show(answer);
  }

  show({ pictures, lacking, summary }) {
    const first = !this.findings.size;
    this.findings = new Map(pictures.map(({ field, findings }) => [field, findings]));
    for (const field of this.alts) this.tell(field);
    this.progressTarget.hidden = !pictures.length;
    const header = document.querySelector(".w-sticky.w-z-header");
    if (header) this.element.style.setProperty("--photos-top", `${header.offsetHeight}px`);
    this.progressTarget.dataset.lacking = lacking;
    this.summaryTarget.textContent = summary;
    this.nextTarget.hidden = !lacking;
    // What was there when the page was opened is seen and read, but not called out.
    if (first) this.follow(window.location.hash);
    else this.announce(summary);
  }

  of(field) {
    return this.findings.get(field.name.slice(0, -ALT.length)) || [];
  }

  tell(field) {
    const findings = this.of(field);
    const box = this.boxOf(field);
    const said = JSON.stringify(findings);
    field.setAttribute("aria-invalid", findings.some(({ severity }) => severity === "error"));
    this.offerTogether(field, findings);
    if (box.dataset.said === said) return;
    box.dataset.said = said;
    // It says what was wrong when the page was sent; now it is said here.
    for (const old of field.closest("[data-field]")?.querySelectorAll(".error-message") || []) {
      old.closest("[data-field-errors]")?.replaceChildren();
    }
    box.replaceChildren(
      ...findings.map(({ severity, message, suggestion }) => {
        const line = this.findingTarget.content.firstElementChild.cloneNode(true);
        line.classList.add(`photos__finding--${severity}`);
        line.querySelector("[data-message]").textContent = message;
        line.querySelector("[data-suggestion]").textContent = suggestion;
        return line;
      }),
    );
  }

  boxOf(field) {
    const id = `${field.id}-findings`;
    let box = document.getElementById(id);
    if (!box) {
      box = document.createElement("div");
      box.id = id;
      const wrapper = field.closest("[data-field-input]") || field;
      wrapper.after(box);
      const described = [field.getAttribute("aria-describedby"), id].filter(Boolean);
      field.setAttribute("aria-describedby", described.join(" "));
    }
    return box;
  }

  // The choice that photos show one thing together is there when there is something to choose.
  offerTogether(field, findings) {
    const box = this.form.elements.namedItem(field.name.replace(/alt_text$/, "shows_together"));
    const wrapper = box?.closest(".w-panel__wrapper");
    if (!wrapper) return;
    wrapper.hidden = !box.checked && !findings.some(({ code }) => code === "repeated")
      && document.activeElement !== box;
  }

  announce(summary) {
    const field = document.activeElement;
    const here = field?.name?.endsWith(ALT) ? this.of(field) : [];
    const words = [...here.map(({ message }) => message), summary].join(" ");
    if (this.statusTarget.textContent !== words) this.statusTarget.textContent = words;
  }

  /* From one to the next */

  keydown(event) {
    const inAlt = event.target.name?.endsWith(ALT);
    if (inAlt && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.next();
    }
  }

  // The report links "#picture-<id of a row or block>".
  follow(hash) {
    const row = hash.match(/^#picture-([\w-]+)$/)?.[1];
    const field = row && this.alts.find((alt) => this.written(alt).row === row);
    if (field) this.go(field);
  }

  next() {
    const lacking = this.alts.filter((field) => this.of(field).length);
    const current = document.activeElement?.name?.endsWith(ALT)
      ? document.activeElement
      : this.last;
    const after = current?.isConnected && lacking.find(
      (field) => current.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    const field = after || lacking[0];
    if (!field) return;
    this.go(field);
  }

  go(field) {
    this.last = field;
    reveal(field);
    field.focus();
    field.closest("[data-inline-panel-child]")?.scrollIntoView({ block: "nearest" });
  }

  /* Pictures that can be described */

  enlarge() {
    for (const image of this.rows.querySelectorAll("img[data-chooser-image]")) {
      const id = image.closest("[data-field-input]")?.querySelector("input[type=hidden]")?.value;
      const src = this.pictureValue.replace("/0/", `/${id}/`);
      if (id && image.getAttribute("src") !== src && image.dataset.broken !== src) {
        const small = image.getAttribute("src");
        image.addEventListener("error", () => {
          image.dataset.broken = src;
          image.src = small;
        }, { once: true });
        image.loading = "lazy";
        image.removeAttribute("width");
        image.removeAttribute("height");
        image.src = src;
      }
    }
  }
}

// Open the sections that a field is folded away in.
function reveal(field) {
  for (let place = field; place; place = place.parentElement) {
    const id = CSS.escape(place.getAttribute("id") || "");
    const toggle = document.querySelector(`[data-panel-toggle][aria-controls="${id}"]`);
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  }
}

window.wagtail.app.register("galleries-photos", PhotosController);

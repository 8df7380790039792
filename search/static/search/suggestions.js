// Suggests while somebody types into a search box: an editable combobox with a list, as the ARIA
// Authoring Practices describe it. Without it, or when nothing answers, the form does its work.

const PAUSE = 180; // milliseconds without a key before anybody is asked
const SHORTEST = 2;

class SearchBox {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[name=q]");
    this.options = [];
    this.active = -1;
    this.typed = "";
    this.asking = null;
    this.list = this.makeList();
    this.status = this.makeStatus();
    this.prepareInput();
    this.listen();
  }

  makeList() {
    const list = document.createElement("ul");
    list.id = `${this.input.id}-suggestions`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", this.form.dataset.label);
    this.input.after(list);
    return list;
  }

  makeStatus() {
    const status = document.createElement("p");
    status.className = "hidden";
    status.setAttribute("role", "status");
    this.form.append(status);
    return status;
  }

  prepareInput() {
    const attributes = {
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
  }

  listen() {
    this.input.addEventListener("input", (event) => {
      if (!event.isComposing) this.later();
    });
    this.input.addEventListener("compositionend", () => this.later());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    this.form.addEventListener("submit", () => this.close());
    // The focus, and with it the list, stays while somebody points at it.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(this.options.indexOf(option));
    });
  }

  later() {
    this.forget();
    this.typed = this.input.value;
    if (this.typed.trim().length < SHORTEST) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(this.typed), PAUSE);
  }

  forget() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asking = null;
  }

  async ask(text) {
    this.asking = new AbortController();
    const { signal } = this.asking;
    const address = new URL(this.form.dataset.suggest, location.href);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal, credentials: "omit" });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (!signal.aborted && document.activeElement === this.input) this.show(found);
    } catch {
      if (!signal.aborted) this.close();
    }
  }

  show({ queries, items }) {
    const others = queries.filter((words) => words !== this.typed.trim());
    const found = [
      ...others.map((words) => ({ text: words, words })),
      ...items.map(({ title, url, locale }) => ({ text: title, url, locale })),
    ];
    this.options = found.map((one, place) => this.makeOption(one, place));
    this.list.replaceChildren(...this.options);
    this.activate(-1);
    this.open(this.options.length > 0);
    const { found: told, none } = this.form.dataset;
    this.status.textContent = found.length ? told.replace("{count}", found.length) : none;
  }

  makeOption({ text, words, url, locale }, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = text;
    if (url) {
      option.className = "suggested-item";
      option.dataset.url = url;
      option.lang = locale;
    } else {
      option.dataset.words = words;
    }
    return option;
  }

  open(is = true) {
    this.list.hidden = !is;
    this.input.setAttribute("aria-expanded", String(is));
  }

  close() {
    this.forget();
    this.activate(-1);
    this.open(false);
    this.status.textContent = "";
  }

  get isOpen() {
    return !this.list.hidden;
  }

  activate(place) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.options[place];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest", behavior: "instant" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  // From the last one on to what was typed, and from there to the first one.
  move(step) {
    const places = this.options.length + 1;
    this.activate(((this.active + 1 + step + places) % places) - 1);
  }

  onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const handle = {
      ArrowDown: () => this.onArrow(event, 1),
      ArrowUp: () => this.onArrow(event, -1),
      Enter: () => this.onEnter(event),
      Escape: () => this.onEscape(event),
      Home: () => this.activate(-1),
      End: () => this.activate(-1),
      ArrowLeft: () => this.activate(-1),
      ArrowRight: () => this.activate(-1),
    }[event.key];
    handle?.();
  }

  onArrow(event, step) {
    if (!this.options.length || this.input.value !== this.typed) return;
    event.preventDefault();
    if (event.altKey && step < 0) {
      this.close();
      return;
    }
    const wasOpen = this.isOpen;
    this.open();
    if (!event.altKey && (wasOpen || step)) this.move(step);
  }

  onEnter(event) {
    if (this.isOpen && this.active >= 0) {
      event.preventDefault();
      this.take(this.active);
    }
  }

  onEscape(event) {
    event.preventDefault();
    if (this.isOpen) {
      this.close();
    } else {
      this.input.value = "";
      this.options = [];
    }
  }

  take(place) {
    const { url, words } = this.options[place].dataset;
    this.close();
    if (url) {
      location.assign(url);
    } else {
      this.input.value = words;
      this.form.requestSubmit();
    }
  }
}

for (const form of document.querySelectorAll("form[data-suggest]")) new SearchBox(form);

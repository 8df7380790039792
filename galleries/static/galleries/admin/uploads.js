// Many photos at once: files become images, and rows of the form, in the order of the files.

const AT_ONCE = 3;

/** One file on its way: waiting, sending, then arrived, failed, cancelled or added. */
class Upload {
  constructor(file, element, owner) {
    this.file = file;
    this.element = element;
    this.owner = owner;
    this.state = "waiting";
    this.progress = element.querySelector("progress");
    this.part("name").textContent = file.name;
    this.progress.setAttribute("aria-label", file.name);
    for (const button of element.querySelectorAll("[data-do]")) {
      button.setAttribute("aria-label", `${button.textContent}: ${file.name}`);
      button.addEventListener("click", () => this[button.dataset.do]());
    }
    this.show(owner.words.waits);
  }

  part(name) {
    return this.element.querySelector(`.photo-uploads__${name}`);
  }

  button(name) {
    return this.element.querySelector(`[data-do="${name}"]`);
  }

  get isSettled() {
    return ["failed", "cancelled", "added"].includes(this.state);
  }

  show(...messages) {
    this.part("message").textContent = messages.join(" ");
    const over = this.isSettled || this.state === "arrived";
    const stopped = this.state === "failed" || this.state === "cancelled";
    const hadFocus = this.element.contains(document.activeElement);
    this.element.classList.toggle("photo-uploads__file--failed", this.state === "failed");
    this.progress.hidden = over;
    this.button("cancel").hidden = over;
    this.button("retry").hidden = !stopped;
    // A button that goes must not take the keyboard's place along.
    if (hadFocus && stopped) this.button("retry").focus();
    if (hadFocus && this.state === "waiting") this.button("cancel").focus();
  }

  send() {
    const { most, words } = this.owner;
    if (most && this.file.size > most) {
      this.stop("failed", words.tooLarge);
      return;
    }
    this.state = "sending";
    this.show(words.uploading);
    const body = new FormData();
    body.append("file", this.file);
    body.append("collection", this.owner.collection);
    this.request = new XMLHttpRequest();
    this.request.open("POST", this.owner.urlValue);
    this.request.responseType = "json";
    this.request.setRequestHeader("X-CSRFToken", this.owner.token);
    this.request.upload.addEventListener("progress", ({ loaded, total }) => {
      this.progress.value = total ? (100 * loaded) / total : 0;
    });
    this.request.addEventListener("load", () => this.answered());
    this.request.addEventListener("error", () => this.stop("failed", words.failed));
    this.request.send(body);
  }

  answered() {
    const { status, response } = this.request;
    if (status === 200 && response?.image) {
      this.answer = response;
      this.state = "arrived";
      this.show("");
      this.owner.proceed();
    } else {
      this.stop("failed", response?.error ?? this.owner.words.failed);
    }
  }

  stop(state, message) {
    this.state = state;
    this.show(message);
    this.owner.proceed();
  }

  cancel() {
    this.request?.abort();
    this.stop("cancelled", this.owner.words.cancelled);
  }

  retry() {
    this.state = "waiting";
    this.progress.value = 0;
    this.show(this.owner.words.waits);
    this.owner.proceed();
  }

  added(row) {
    this.row = row;
    this.state = "added";
    this.show(this.owner.words.added, ...this.answer.notes);
  }
}

class UploadsController extends window.StimulusModule.Controller {
  static targets = ["collection", "files", "input", "summary", "template", "zone"];

  static values = { most: Number, relation: String, url: String };

  connect() {
    this.uploads = [];
    this.words = this.element.dataset;
    this.most = this.mostValue;
    // All of the panel takes files, so that one dropped beside the zone is not opened instead.
    this.panel = this.element.closest(".photos") ?? this.element;
    this.listeners = { dragover: this.over, dragleave: this.left, drop: this.dropped };
    for (const [name, listener] of Object.entries(this.listeners)) {
      this.listeners[name] = listener.bind(this);
      this.panel.addEventListener(name, this.listeners[name]);
    }
  }

  disconnect() {
    for (const [name, listener] of Object.entries(this.listeners)) {
      this.panel.removeEventListener(name, listener);
    }
  }

  get collection() {
    return this.hasCollectionTarget ? this.collectionTarget.value : "";
  }

  get token() {
    return document.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  /** Wagtail's panel of these rows. It is made when the page has been read. */
  get rows() {
    return window.wagtail.editHandler.getPanelByName(this.relationValue);
  }

  choose() {
    this.inputTarget.click();
  }

  chosen() {
    const files = [...this.inputTarget.files];
    this.inputTarget.value = "";
    this.take(files);
  }

  over(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.zoneTarget.classList.add("photo-uploads__zone--over");
  }

  left(event) {
    if (this.panel.contains(event.relatedTarget)) return;
    this.zoneTarget.classList.remove("photo-uploads__zone--over");
  }

  dropped(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.zoneTarget.classList.remove("photo-uploads__zone--over");
    this.take([...event.dataTransfer.files]);
  }

  /** Start with new files. Those of before that are done make room for them. */
  take(files) {
    if (!files.length) return;
    for (const upload of this.uploads.filter((one) => one.state === "added")) {
      upload.element.remove();
    }
    this.uploads = this.uploads.filter((one) => one.state !== "added");
    this.focused = false;
    for (const file of files) {
      const element = this.templateTarget.content.firstElementChild.cloneNode(true);
      this.filesTarget.append(element);
      this.uploads.push(new Upload(file, element, this));
    }
    this.filesTarget.hidden = false;
    this.proceed();
  }

  /** Whatever can be done now: rows for what has arrived, then the next files. */
  proceed() {
    this.addRows();
    for (const upload of this.uploads) {
      const sending = this.uploads.filter((one) => one.state === "sending").length;
      if (sending >= AT_ONCE) break;
      if (upload.state === "waiting") upload.send();
    }
    this.tell();
  }

  addRows() {
    for (const upload of this.uploads) {
      if (upload.isSettled) continue;
      // The rows of later files wait for it.
      if (upload.state !== "arrived") return;
      this.addRow(upload);
    }
  }

  addRow(upload) {
    const { chooserFieldName, formsetPrefix, maxForms } = this.rows.opts;
    if (maxForms && this.rows.getChildCount() >= maxForms) {
      upload.state = "failed";
      upload.show(this.words.full);
      return;
    }
    const active = document.activeElement;
    this.rows.addForm();
    const name = `${formsetPrefix}-${this.rows.formCount - 1}`;
    const row = document.getElementById(name.replace(/^id_/, "inline_child_"));
    const chooser = this.rows.chooserWidgetFactory.getById(`${name}-${chooserFieldName}`);
    chooser.setStateFromModalData(upload.answer.image);
    fill(document.getElementById(`${name}-credit`), upload.answer.credit);
    fill(document.getElementById("id_date"), upload.answer.day);
    upload.added(row);
    this.putInPlace(upload);
    this.focus(document.getElementById(`${name}-alt_text`), active);
  }

  /** A file that came at the second try goes before those that came after it in the list. */
  putInPlace(upload) {
    const later = this.uploads.slice(this.uploads.indexOf(upload) + 1);
    const steps = later.filter((one) => one.row?.isConnected && !one.row.matches(".deleted"));
    const up = upload.row.querySelector("[data-inline-panel-child-move-up]");
    for (let step = 0; step < steps.length; step += 1) up?.click();
  }

  /** The first row's text gets the keyboard; later rows leave it to whoever writes there. */
  focus(text, active) {
    const writes = active && active !== document.body && !this.element.contains(active);
    if (this.focused || writes) {
      active.focus();
    } else {
      text?.focus();
    }
    this.focused = true;
  }

  tell() {
    const count = (...states) => this.uploads.filter((one) => states.includes(one.state)).length;
    const [added, failed] = [count("added"), count("failed", "cancelled")];
    const numbers = { added, failed, all: this.uploads.length };
    const text = [this.words.sumAdded, failed ? this.words.sumFailed : ""]
      .join(" ")
      .replace(/%\((\w+)\)s/g, (_, name) => numbers[name])
      .trim();
    // Said once: what does not change is not read aloud again.
    if (this.summaryTarget.textContent !== text) this.summaryTarget.textContent = text;
  }
}

/** Write into a field that is still empty, as if somebody had typed it. */
function fill(field, text) {
  if (!field || !text || field.value) return;
  field.value = text;
  for (const name of ["input", "change"]) {
    field.dispatchEvent(new Event(name, { bubbles: true }));
  }
}

window.wagtail.app.register("galleries-uploads", UploadsController);

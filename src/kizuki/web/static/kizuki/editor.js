// The report editor with JavaScript: a box is kept as it is left and says so, the field that is being written in is never
// put anew, what could not be kept stays on the screen and is said, and a jump goes into the field. Everything works
// without it.
(() => {
  const editor = document.querySelector(".editor");
  const fault = document.getElementById("editor-fault");
  const dirty = new Set();
  const REFUSED = 422;
  const unsent = new WeakSet();
  let typedMeanwhile = [];

  // The search for a term stands within a box and is no part of what the box says.
  const boxOf = (element) => (element?.closest?.(".term-search") ? null : element?.closest?.(".box"));
  const fieldOf = (box) => box.querySelector("textarea, input:not([type=hidden]), select") ?? box;
  const tell = (box, words) => {
    const told = box?.querySelector(".box-told");
    if (told) told.textContent = words;
  };

  // A jump to a box goes into its field, below the bar that stays at the top.
  function jump(id) {
    const box = document.getElementById(id);
    if (!box) return false;
    const fold = box.closest("details");
    if (fold) fold.open = true;
    box.scrollIntoView({ block: "start" });
    fieldOf(box).focus({ preventScroll: true });
    return true;
  }

  // The next missing box after the one that was looked at last, and from the end to the first.
  function nextMissing() {
    const ids = [...document.querySelectorAll("a.to-missing")].map((link) => link.hash.slice(1));
    const at = boxOf(document.activeElement) ?? document.getElementById(location.hash.slice(1));
    const after = ids.find((id) => {
      const other = document.getElementById(id);
      return at && other && at.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
    });
    return after ?? ids[0];
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#box-']");
    if (link) {
      const id = link.classList.contains("next-missing") ? nextMissing() : link.hash.slice(1);
      if (jump(id)) {
        event.preventDefault();
        history.replaceState(null, "", `#${id}`);
      }
    }
    const add = event.target.closest(".box-add");
    if (add) addRow(boxOf(add));
  });

  // On a mouse press the focus has left the box before the click: where the person was is remembered.
  document.addEventListener("pointerdown", (event) => {
    const link = event.target.closest("a.next-missing");
    const at = boxOf(document.activeElement);
    if (link && at) history.replaceState(null, "", `#${at.id}`);
  });

  function addRow(box) {
    const rows = box.querySelector(".box-rows");
    const row = rows.lastElementChild.cloneNode(true);
    const number = rows.children.length + 1;
    for (const cell of row.querySelectorAll("input, select")) {
      cell.value = "";
      cell.id = `cell-${box.id.slice(4)}-${number}-${cell.name}`;
    }
    for (const label of row.querySelectorAll("label")) {
      label.htmlFor = label.htmlFor.replace(/-\d+-(\w+)$/, `-${number}-$1`);
      label.querySelector(".unseen").textContent = ` ${number}`;
    }
    rows.append(row);
    row.querySelector("input, select").focus();
  }

  const reveal = (root) => {
    for (const button of root.querySelectorAll(".box-add")) button.hidden = false;
  };

  document.addEventListener("input", (event) => {
    const box = boxOf(event.target);
    if (!box) return;
    dirty.add(box.id);
    tell(box, "");
  });

  addEventListener("beforeunload", (event) => {
    if (dirty.size) event.preventDefault();
  });

  // A form that is sent takes its words along: drawing up and handing in wait for a box that is on its way.
  document.addEventListener("submit", (event) => {
    if (event.target.matches(".editor-acts") && !dirty.size) return;
    if (event.target.matches(".editor-acts")) {
      const submitter = event.submitter;
      event.preventDefault();
      const waited = setInterval(() => {
        if (!fault.hidden) clearInterval(waited);
        if (dirty.size) return;
        clearInterval(waited);
        event.target.requestSubmit(submitter);
      }, 50);
    }
  });

  // What stands in the fields of a box other than it was sent: an answer that puts the box anew must not take it away.
  function typedSince(box, sent) {
    const places = new Map();
    const plain = (text) => (text ?? "").replace(/\r\n?/g, "\n");
    const fields = [...box.querySelectorAll("textarea, select, input:not([type=hidden])")];
    const newer = fields.filter((field) => {
      const said = sent.getAll(field.name);
      if (field.type === "checkbox") return field.checked !== said.includes(field.value);
      const at = places.get(field.name) ?? 0;
      places.set(field.name, at + 1);
      return plain(field.value) !== plain(said[at]);
    });
    return newer.map((field) => ({
      id: field.id,
      row: [...(box.querySelector(".box-rows")?.children ?? [])].findIndex((row) => row.contains(field)),
      value: field.value,
      checked: field.checked,
      caret: field === document.activeElement ? [field.selectionStart, field.selectionEnd] : null,
    }));
  }

  // It stands in the box again, and is sent: at once, or where somebody is writing there as soon as the field is left.
  function putBack(box, typed) {
    const rows = box.querySelector(".box-rows");
    for (const one of typed) {
      while (rows && box.querySelector(".box-add") && rows.children.length <= one.row) addRow(box);
      const field = document.getElementById(one.id);
      if (!field) continue;
      field.value = one.value;
      field.checked = one.checked;
      dirty.add(box.id);
      if (!one.caret) continue;
      unsent.add(field);
      field.focus({ preventScroll: true });
      if (one.caret[0] !== null && field.setSelectionRange) field.setSelectionRange(...one.caret);
    }
    const last = document.getElementById(typed.at(-1).id);
    if (!typed.some((one) => one.caret)) last?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("change", (event) => unsent.delete(event.target));
  document.addEventListener("focusout", (event) => {
    if (unsent.delete(event.target)) event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const box = boxOf(event.target);
    if (!box) return;
    dirty.delete(box.id);
    dirty.add(`${box.id} on its way`);
    tell(box, editor.dataset.saving);
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.matches(".terms-found") && event.detail.xhr.status === 200) return;
    const text = event.detail.xhr.responseText;
    if (text.includes('id="read-') && !text.includes("<html")) {
      const whole = event.detail.target.matches(".box");
      typedMeanwhile = whole ? typedSince(event.detail.target, event.detail.requestConfig.formData) : [];
      return;
    }
    event.detail.shouldSwap = false;
    failed(event);
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const id = event.detail.requestConfig.parameters?.box ?? event.detail.requestConfig.formData?.get("box");
    const box = document.getElementById(`box-${id}`);
    dirty.delete(`box-${id} on its way`);
    if (!box) return;
    reveal(box);
    const said = document.getElementById(`said-${id}`);
    if (event.detail.xhr.status === REFUSED) {
      dirty.add(box.id);
      said?.setAttribute("aria-invalid", "true");
      tell(box, "");
    } else if (event.detail.xhr.status === 200 && fault.hidden) {
      box.classList.remove("box-failed");
      said?.removeAttribute("aria-invalid");
      if (!dirty.has(box.id) && !typedMeanwhile.length) tell(box, editor.dataset.kept);
    }
    if (typedMeanwhile.length) putBack(box, typedMeanwhile);
    typedMeanwhile = [];
    if (document.activeElement === document.body) fieldOf(box).focus({ preventScroll: true });
  });

  function failed(event) {
    const box = boxOf(event.target);
    fault.hidden = false;
    if (box) {
      dirty.delete(`${box.id} on its way`);
      dirty.add(box.id);
      box.classList.add("box-failed");
      tell(box, fault.textContent.trim());
    }
  }

  document.addEventListener("htmx:beforeRequest", () => {
    fault.hidden = true;
  });

  for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, failed);
  document.addEventListener("htmx:responseError", failed);

  // The sheet follows the box that is written in.
  function follow(box) {
    for (const old of document.querySelectorAll(".sheet-here")) old.classList.remove("sheet-here");
    const cell = document.querySelector(`.sheet a[href="#${box?.id}"]`)?.parentElement;
    const scroll = document.querySelector(".sheet-scroll");
    if (!cell) return;
    cell.classList.add("sheet-here");
    if (scroll.scrollHeight <= scroll.clientHeight) return;
    const at = cell.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
    if (at < 0 || at > scroll.clientHeight * 0.8) scroll.scrollTop += at - scroll.clientHeight / 3;
  }

  document.addEventListener("focusin", (event) => {
    const box = boxOf(event.target);
    if (box) follow(box);
  });

  document.addEventListener("htmx:oobAfterSwap", () => follow(boxOf(document.activeElement)));

  addEventListener("hashchange", () => jump(location.hash.slice(1)));

  document.documentElement.classList.add("scripted");
  reveal(document);
  if (location.hash.startsWith("#box-")) jump(location.hash.slice(1));
})();

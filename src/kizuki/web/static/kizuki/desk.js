// The question desk with JavaScript: an answer given while the one before is on its way waits for its turn, what is being
// typed and what was unfolded survive the desk being put anew, and a failure is said where the person looks. Everything
// works without it.
(() => {
  const waiting = [];
  let busy = false;
  let typed = [];
  let unfolded = new Map();

  const desk = () => document.getElementById("desk");
  const fields = () => [...desk().querySelectorAll("input[name]:not([type=hidden]), textarea[name], select[name]")];
  const changed = (field) =>
    field.tagName === "SELECT"
      ? [...field.options].some((option) => option.selected !== option.defaultSelected)
      : field.value !== field.defaultValue;

  // A fold is known by the field or the summary in it: the new desk has the same ones.
  const folds = () => [...desk().querySelectorAll("details")];
  const foldName = (fold) =>
    fold.querySelector("[name]:not([type=hidden])")?.name ?? fold.querySelector("summary").textContent;

  function unfold() {
    for (const fold of folds()) {
      const was = unfolded.get(foldName(fold));
      if (was !== undefined) fold.open = was;
    }
  }

  function failed() {
    busy = false;
    waiting.length = 0;
    document.getElementById("desk-fault").hidden = false;
  }

  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest("#desk button[name]");
      if (!button || !busy) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting.push([button.name, button.value]);
    },
    true,
  );

  document.addEventListener("htmx:beforeRequest", () => {
    busy = true;
    desk().setAttribute("aria-busy", "true");
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.xhr.responseText.includes('id="desk"')) {
      event.detail.shouldSwap = false;
      if (event.detail.xhr.status !== 204) failed();
      return;
    }
    const sent = event.detail.requestConfig.formData;
    // Sent texts come back in the new desk; what was typed since then does not.
    typed = fields()
      .filter((field) => changed(field) && field.value !== sent.get(field.name))
      .map((field) => [field.name, field.value]);
    unfolded = new Map(folds().map((fold) => [foldName(fold), fold.open]));
  });

  document.addEventListener("htmx:afterSwap", () => {
    for (const [name, value] of typed) {
      const field = fields().find((one) => one.name === name);
      if (field) field.value = value;
    }
    typed = [];
    unfold();
  });

  document.addEventListener("htmx:afterSettle", () => {
    busy = false;
    const next = waiting.shift();
    if (!next) return;
    const again = [...desk().querySelectorAll("button[name]")].find(
      (one) => one.name === next[0] && one.value === next[1],
    );
    if (again) again.click();
  });

  for (const fault of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(fault, failed);
  }
})();

// What is typed into a form and not yet sent is kept for who types it, on the server and under its seal: it is there again
// after the session has ended, by the back button, and in a second tab. Passwords and files are never kept. A form that
// keeps itself (the editor, the desk) is left alone.
(() => {
  const words = document.getElementById("draft-words")?.dataset;
  const forms = [...document.querySelectorAll("main form[method=post]")].filter(
    (form) => !form.matches("[hx-post]") && fieldsOf(form).length > 0,
  );
  if (!words || forms.length === 0) return;

  function fieldsOf(form) {
    return [...form.elements].filter(
      (one) =>
        one.name && !one.disabled && one.matches("textarea, select, input") &&
        !["password", "file", "hidden", "submit", "button"].includes(one.type),
    );
  }

  // A form is named by its fields: where a page shows more or fewer forms the next time, each is still found.
  function placeOf(form) {
    let sum = 2166136261;
    const path = new URL(form.action, location.href).pathname;
    for (const sign of [path, ...new Set(fieldsOf(form).map((one) => one.name))].join(",")) {
      sum = Math.imul(sum ^ sign.codePointAt(0), 16777619) >>> 0;
    }
    return `${location.pathname}#${sum.toString(16)}`;
  }

  function saidIn(form) {
    const said = {};
    for (const one of fieldsOf(form)) {
      said[one.name] ??= [];
      if (one.matches("select")) said[one.name].push(...[...one.selectedOptions].map((option) => option.value));
      else if (!["checkbox", "radio"].includes(one.type) || one.checked) said[one.name].push(one.value);
    }
    return said;
  }

  function putBack(form, said) {
    const left = structuredClone(said);
    for (const one of fieldsOf(form)) {
      const values = said[one.name];
      if (!values) continue;
      if (one.matches("select")) for (const option of one.options) option.selected = values.includes(option.value);
      else if (["checkbox", "radio"].includes(one.type)) one.checked = values.includes(one.value);
      else if (left[one.name].length) one.value = left[one.name].shift();
      one.closest("details")?.setAttribute("open", "");
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function send(form, fields) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    try {
      const answer = await fetch(words.address, { method: "POST", body, keepalive: true });
      return answer.ok && !answer.redirected;
    } catch {
      return false;
    }
  }

  function note(form, text, button) {
    form.querySelector(".draft-note")?.remove();
    const line = document.createElement("p");
    line.className = "draft-note";
    line.setAttribute("role", "status");
    line.append(text, ...(button ? [" ", button] : []));
    form.prepend(line);
  }

  function watch(form) {
    const place = placeOf(form);
    let wait = 0;
    const keep = async () => {
      if (!(await send(form, { place, said: JSON.stringify(saidIn(form)) }))) note(form, words.lost);
      else if (form.querySelector(".draft-note")?.textContent === words.lost) form.querySelector(".draft-note").remove();
    };
    form.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(keep, 700);
    });
    form.addEventListener("submit", () => clearTimeout(wait));
    form.addEventListener("formdata", (event) => event.formData.append("kept_draft", place));
    return place;
  }

  const places = new Map(forms.map((form) => [watch(form), form]));

  async function giveBack() {
    const answer = await fetch(`${words.address}?path=${encodeURIComponent(location.pathname)}`).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    for (const { place, said, left } of (await answer.json()).drafts) {
      const form = places.get(place);
      if (!form || JSON.stringify(saidIn(form)) === JSON.stringify(said)) continue;
      putBack(form, said);
      const anew = document.createElement("button");
      anew.type = "button";
      anew.className = "quiet";
      anew.textContent = words.drop;
      anew.addEventListener("click", async () => {
        await send(form, { place });
        form.reset();
        form.querySelector(".draft-note").remove();
      });
      note(form, words.restored.replace("{left}", left), anew);
    }
  }
  giveBack();
  // By the back button a page may come back as it was left, without being read again.
  addEventListener("pageshow", (event) => event.persisted && giveBack());
})();

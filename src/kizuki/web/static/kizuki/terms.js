// A term that was found beside a box goes into it: into the row that has it, the first without one, or a further row.
// What a person judges of the term (既知・未知, causality) stays open. Without this file the search opens as a page, with the
// codes to copy.
(() => {
  const said = (row, name) => row.querySelector(`[name=${name}]`);
  const isFree = (row) => ["code", "jfmda", "term"].every((name) => !said(row, name)?.value.trim());

  function rowFor(box, term) {
    const rows = [...box.querySelectorAll(".box-row")];
    const there = rows.find((row) => term.code && said(row, "code").value.trim().toUpperCase() === term.code);
    const free = there ?? rows.find(isFree);
    if (free) return free;
    box.querySelector(".box-add").click();
    return box.querySelector(".box-rows").lastElementChild;
  }

  document.addEventListener("click", (event) => {
    const term = event.target.closest(".term-put");
    if (!term) return;
    const box = term.closest(".box");
    const row = rowFor(box, term.dataset);
    for (const name of ["code", "jfmda", "term"]) {
      const field = said(row, name);
      if (field) field.value = term.dataset[name];
    }
    const code = said(row, "code");
    code.dispatchEvent(new Event("input", { bubbles: true }));
    code.dispatchEvent(new Event("change", { bubbles: true }));
    term.closest("details").open = false;
    (row.querySelector("select") ?? code).focus();
  });
})();

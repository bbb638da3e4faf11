// Copies one box of a report; where the browser gives no clipboard, the text is selected to be copied by hand.
(() => {
  const words = document.querySelector(".copying").dataset;

  async function copy(button) {
    const row = button.closest(".copy-row");
    const text = row.querySelector(".copy-text");
    const told = row.querySelector(".box-told");
    for (const other of document.querySelectorAll(".box-told")) other.textContent = "";
    try {
      await navigator.clipboard.writeText(text.textContent);
      told.textContent = words.done;
    } catch {
      getSelection().selectAllChildren(text);
      told.textContent = words.byHand;
    }
    row.classList.add("copied");
  }

  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
})();

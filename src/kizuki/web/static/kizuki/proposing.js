// A no-report decision is proposed for one reason: the documents of the others are not asked for and not sent. Without this
// file every field stays, each under its reason.
(() => {
  const proofs = document.querySelector("[data-proofs]");
  if (!proofs) return;
  const form = proofs.closest("form");
  const unchosen = proofs.querySelector(".proofs-unchosen");

  function show() {
    const chosen = form.querySelector("[name=reason]:checked")?.value;
    unchosen.hidden = Boolean(chosen);
    for (const group of proofs.querySelectorAll("[data-reason]")) {
      group.hidden = group.dataset.reason !== chosen;
      group.disabled = group.hidden;
    }
  }

  form.addEventListener("change", show);
  form.addEventListener("reset", () => setTimeout(show));
  window.addEventListener("pageshow", show);
  show();
})();

// What was refused is said at the top of the page, and the form that was sent may stand far below it: the page is shown
// from its refusal, also where its address leads to the form. Once everything is loaded, since an address does so too.
addEventListener("load", () => {
  const refusal = document.getElementById("refusal");
  if (!refusal) return;
  refusal.tabIndex = -1;
  refusal.focus({ preventScroll: true });
  refusal.scrollIntoView({ block: "center" });
});

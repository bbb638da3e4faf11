// `/` leads to the search, unless somebody is writing: in a field, or in the middle of a Japanese word.
document.addEventListener("keydown", (event) => {
  const writing = event.isComposing || event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.querySelector("[data-search]");
  if (!field) return;
  event.preventDefault();
  if (field.matches("input") && field.offsetParent) field.focus();
  else location.assign("/search");
});

// The checkboxes work without this; it adds the search.
const search = document.getElementById("search");
search.closest("label").hidden = false;
search.addEventListener("input", () => {
  const wanted = search.value.trim().toLowerCase();
  for (const article of document.querySelectorAll("article")) {
    article.classList.toggle("unfound", !article.textContent.toLowerCase().includes(wanted));
  }
});

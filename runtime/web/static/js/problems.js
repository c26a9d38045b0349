// What is wrong with each input of a draft, once a change has been saved and its form stays as it is.

function say() {
  const panel = document.getElementById("problems");
  if (!panel) return;
  const said = new Map([...panel.querySelectorAll("[data-at]")].map((one) => [one.dataset.at, one.textContent]));
  for (const place of document.querySelectorAll(".tc-field__said")) {
    const words = said.get(place.dataset.of) ?? "";
    if (place.textContent !== words) place.textContent = words;
    place.hidden = !words;
  }
}

document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.id === "problems") say();
});
